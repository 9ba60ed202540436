import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { describe } from 'vitest';

const CANDIDATES = [
  process.env.COLDBENCH_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const found = CANDIDATES.find((path) => path !== undefined && existsSync(path));
const required = process.env.COLDBENCH_REQUIRE_RUNNERS === '1';

/** Headless, and in a sandbox of its own only where its user is not root, as Chromium wants it. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: found ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });

/**
 * Tests that need a browser. Without one they are reported as skipped, with the reason in their title; where
 * COLDBENCH_REQUIRE_RUNNERS=1, as in CI, they run all the same and fail.
 */
export function describeWithBrowser(title: string, tests: () => void): void {
  const skip = found === undefined && !required;
  const reason = 'skipped: no Chromium or Chrome; COLDBENCH_CHROMIUM names one elsewhere';
  describe.skipIf(skip)(skip ? `${title} (${reason})` : title, tests);
}
