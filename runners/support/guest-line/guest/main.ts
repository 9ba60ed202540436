// The program of a guest that is a whole machine: the workload behind a serial line. It is the first and only process.
// The line is loaded first, so that a workload that fails to load is told of.
import './line.ts';

import { handler } from 'coldbench:workload';
import { errorBody, respond } from '../../guest/respond.ts';
import { onEvent, tell } from './line.ts';

onEvent((event) => {
  respond(handler, event.toString('utf8')).then(
    (output) => tell('answer', output),
    (error) => tell('error', errorBody(error)),
  );
});
tell('ready');
