import { ColdbenchError } from '../../harness/model/errors.ts';

/** The kernel's limit (unix(7)), without the byte that ends the path. */
const LONGEST_SOCKET_PATH = 107;

/** @throws ColdbenchError `SOCKET_PATH_TOO_LONG`: the kernel would cut the path, or refuse it in other words. */
export function checkSocketPath(path: string): string {
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path;
  throw new ColdbenchError('SOCKET_PATH_TOO_LONG', `${path} is too long for a Unix socket.`, {
    remedy: 'Set TMPDIR to a folder with a shorter path, such as /tmp.',
  });
}
