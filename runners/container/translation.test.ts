import { expect, test } from 'vitest';
import type { HostFiles } from '../../harness/machine/host-files.ts';
import { isTranslated } from './translation.ts';

/** As the kernel prints it (Linux 6.18). */
const entry = (change: (text: string) => string = (text) => text): string =>
  change(
    'enabled\ninterpreter /usr/bin/qemu-aarch64-static\nflags: F\noffset 0\n' +
      'magic 7f454c460201010000000000000000000200b700\nmask ffffffffffffff00fffffffffffffffffeffffff\n',
  );

const registered = (text: string | null): HostFiles => ({
  read: (path) => (path.endsWith('/qemu-aarch64') ? text : path.endsWith('/status') ? 'enabled\n' : ''),
  list: (folder) => (folder === '/proc/sys/fs/binfmt_misc' ? ['qemu-aarch64', 'register', 'status'] : []),
  link: () => null,
});

test.each<[boolean, string, string, string | null]>([
  [true, 'arm64', 'a translator that is open', entry()],
  [false, 'amd64', 'a translator of others', entry()],
  [false, 's390x', 'a translator, when it is not known how its programs begin', entry()],
  [
    false,
    'arm64',
    'a translator that containers do not find',
    entry((text) => text.replace('flags: F', 'flags: ')),
  ],
  [false, 'arm64', 'a translator that is turned off', entry((text) => text.replace('enabled', 'disabled'))],
  [false, 'arm64', 'no entry', null],
])('%s for %s with %s', (translated, architecture, _what, text) => {
  expect(isTranslated(architecture, registered(text))).toBe(translated);
});
