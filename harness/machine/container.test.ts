import { expect, test } from 'vitest';
import { detectContainer } from './container.ts';
import { DOCKER, FIRECRACKER } from './fixtures/firecracker.ts';
import { memoryHost } from './fixtures/memory-host.ts';

const detect = (contents: Record<string, string>, kernel = '6.1.0'): string =>
  detectContainer(memoryHost(contents), kernel);

const OWN_NAMESPACE = { '/proc/self/ns/pid ->': 'pid:[4026532254]' };

test('a virtual machine whose disk came from an image carries /.dockerenv, and is no container', () => {
  expect(FIRECRACKER['/.dockerenv']).toBe('');
  expect(detect(FIRECRACKER)).toBe('none');
});

test('Docker with cgroup v1 is known by its cgroup', () => {
  expect(detect(DOCKER)).toBe('docker');
});

test('Docker with cgroup v2 hides the cgroup, but not the files that it binds', () => {
  expect(detect({ ...DOCKER, '/proc/self/cgroup': '0::/\n', '/.dockerenv': '' })).toBe('docker');
});

test('a host that runs containers is not in one', () => {
  const mounts = `${FIRECRACKER['/proc/self/mountinfo']}99 27 0:39 / /var/lib/docker/overlay2/aa/merged rw - overlay overlay rw\n`;
  expect(detect({ ...FIRECRACKER, '/proc/self/mountinfo': mounts })).toBe('none');
});

test('Kubernetes and Podman have their names', () => {
  expect(detect({ ...OWN_NAMESPACE, '/proc/self/cgroup': '0::/kubepods.slice/kubepods-pod1.slice\n' })).toBe(
    'kubernetes',
  );
  expect(detect({ ...OWN_NAMESPACE, '/run/.containerenv': '' })).toBe('podman');
});

test('an unknown container is told by its pid namespace; a WSL distribution is none', () => {
  expect(detect(OWN_NAMESPACE)).toBe('container-other');
  expect(detect(OWN_NAMESPACE, '5.15.153.1-microsoft-standard-WSL2')).toBe('none');
});
