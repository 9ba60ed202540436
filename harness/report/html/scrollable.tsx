import type { ComponentChildren, JSX } from 'preact';

interface Named {
  readonly label?: string;
  readonly labelledBy?: string;
  readonly children: ComponentChildren;
}

/** What is wider than the page scrolls by itself, for the keyboard too (WCAG 2.1.1). */
export const Scrollable = ({ label, labelledBy, children }: Named): JSX.Element => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll
  <section class="scroll" tabIndex={0} aria-label={label} aria-labelledby={labelledBy}>
    {children}
  </section>
);
