// Server-side rendering: a component tree becomes one HTML page; many small objects and much string escaping.
import type { Shop } from './shop.ts';

/**
 * Loads the page at the first call, not with the module: preact draws a random number when it is loaded, and a
 * component is initialised when it is built, where nothing random may be drawn. The page itself depends on no chance.
 */
export async function handler(shop: Shop): Promise<{ readonly html: string }> {
  const { renderPage } = await import('./page.ts');
  return { html: renderPage(shop) };
}
