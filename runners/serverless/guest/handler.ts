// The zip's entry. Lambda's context is not passed on: a workload's optional second parameter would then mean something
// in this packaging only. Async, because Lambda's Node.js runtime ignores what a handler returns that is not a promise.
import { handler as workload } from 'coldbench:workload';

export const handler = async (event: unknown, _context: unknown): Promise<unknown> => workload(event);
