import { type ComponentChildren, h, type JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Currency, ProductCard } from './product-card.ts';
import type { Product, Shop } from './shop.ts';

export function renderPage(shop: Shop): string {
  return `<!doctype html>${renderToString(h(Page, { shop }))}`;
}

function Page({ shop }: { shop: Shop }): JSX.Element {
  return h(
    Layout,
    { title: `${shop.name}: ${shop.products.length} products` },
    h(Header, { shop }),
    h(TagCloud, { products: shop.products }),
    h(Currency.Provider, { value: shop.currency }, h(ProductGrid, { products: shop.products })),
    h('footer', null, h('small', null, `© ${shop.name}`)),
  );
}

function Layout({ title, children }: { title: string; children?: ComponentChildren }): JSX.Element {
  return h(
    'html',
    { lang: 'en' },
    h('head', null, h('meta', { charSet: 'utf-8' }), h('title', null, title)),
    h('body', null, children),
  );
}

function Header({ shop: { name, visitor } }: { shop: Shop }): JSX.Element {
  return h(
    'header',
    null,
    h('h1', null, name),
    visitor
      ? h(
          'p',
          { class: 'visitor' },
          'Hello, ',
          h('strong', null, visitor.name),
          ` (${visitor.basketCount} in the basket)`,
        )
      : h('a', { href: '/sign-in' }, 'Sign in'),
  );
}

function TagCloud({ products }: { products: readonly Product[] }): JSX.Element {
  const counts = new Map<string, number>();
  for (const tag of products.flatMap((product) => product.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return h(
    'nav',
    { 'aria-label': 'Tags' },
    [...counts].map(([tag, count]) =>
      h('a', { key: tag, href: `/tags/${encodeURIComponent(tag)}`, 'data-count': count }, tag),
    ),
  );
}

function ProductGrid({ products }: { products: readonly Product[] }): JSX.Element {
  if (products.length === 0) return h('p', { class: 'empty' }, 'Nothing here yet.');
  return h(
    'main',
    { class: 'grid' },
    products.map((product) => h(ProductCard, { key: product.id, product })),
  );
}
