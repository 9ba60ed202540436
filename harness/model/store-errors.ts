import { ColdbenchError, messageOf } from './errors.ts';

interface Failure {
  readonly code: string;
  readonly what: string;
  readonly remedy: string;
}

const FULL: Failure = {
  code: 'DISK_FULL',
  what: 'there is no space left for it',
  remedy: 'Free some space, or write to another disk with --out.',
};

const DENIED: Failure = {
  code: 'RESULT_NOT_WRITABLE',
  what: 'its folder does not permit it',
  remedy: 'Ask for the right to write there, or choose another place with --out.',
};

const FAILURES: Readonly<Record<string, Failure>> = {
  EEXIST: {
    code: 'RESULT_EXISTS',
    what: 'it exists already, and results are never overwritten',
    remedy: 'Choose another name with --out, or move the file away.',
  },
  EACCES: DENIED,
  EPERM: DENIED,
  ENOTDIR: {
    code: 'RESULT_NOT_WRITABLE',
    what: 'a part of its path is a file, not a folder',
    remedy: 'Choose another place with --out.',
  },
  EROFS: {
    code: 'RESULT_NOT_WRITABLE',
    what: 'its file system is read-only',
    remedy: 'Choose another place with --out, or mount it for writing.',
  },
  ENAMETOOLONG: {
    code: 'RESULT_NOT_WRITABLE',
    what: 'its name is too long',
    remedy: 'Choose a shorter name with --out.',
  },
  ENOSPC: FULL,
  EDQUOT: { ...FULL, what: 'the disk quota is used up' },
  EFBIG: {
    ...FULL,
    what: 'a file may not become larger here',
    remedy: 'Raise the limit (ulimit -f), or plan fewer trials.',
  },
};

/** The error for a file that could not be created or continued, from the system's. */
export function storeError(path: string, cause: unknown): ColdbenchError {
  const { code, what, remedy } = failureOf(cause);
  return new ColdbenchError(code, `${path} cannot be written: ${what}.`, { cause, remedy });
}

function failureOf(cause: unknown): Failure {
  const { code = '', syscall } = cause as NodeJS.ErrnoException;
  // mkdir(2) says EEXIST where the folder itself is a file.
  const name = code === 'EEXIST' && syscall === 'mkdir' ? 'ENOTDIR' : code;
  const remedy = 'Check the disk, or choose another place with --out.';
  return FAILURES[name] ?? { code: 'RESULT_NOT_WRITABLE', what: messageOf(cause), remedy };
}
