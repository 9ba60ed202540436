// What is bundled to check or to record a workload: the handler itself, without the guest program of a runner.
// Imported, then exported: a plain re-export of an absent name would be taken for a type and dropped.
import { handler as workloadHandler } from 'coldbench:workload';

export const handler = workloadHandler;
