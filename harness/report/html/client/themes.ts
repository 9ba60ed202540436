/** Light or dark as the system has it, until the reader chooses; paper is always light. */
export function enableThemes(apply: (theme: 'light' | 'dark') => void): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-theme-choice]')];
  let choice = 'auto';
  const show = (theme: string): void => {
    const shown = theme === 'dark' ? 'dark' : 'light';
    document.documentElement.dataset.theme = shown;
    apply(shown);
  };
  const update = (): void => show(choice === 'auto' ? (system.matches ? 'dark' : 'light') : choice);
  for (const button of buttons) {
    button.addEventListener('click', () => {
      choice = button.dataset.themeChoice ?? 'auto';
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      update();
    });
  }
  system.addEventListener('change', update);
  window.addEventListener('beforeprint', () => show('light'));
  window.addEventListener('afterprint', update);
  update();
}
