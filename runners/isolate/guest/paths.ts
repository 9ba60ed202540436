/** What a host that runs already answers by itself. */
export const HOST_PATH = '/host';

/** What a worker answers without calling the handler: its module has been loaded. */
export const START_PATH = '/start';
