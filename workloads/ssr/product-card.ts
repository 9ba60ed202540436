import { createContext, h, type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import type { Product } from './shop.ts';

export const Currency = createContext('EUR');

export function ProductCard({ product }: { product: Product }): JSX.Element {
  const soldOut = product.stock === 0;
  return h(
    'article',
    { id: product.id, class: soldOut ? 'card sold-out' : 'card' },
    h('h2', null, h('a', { href: `/products/${encodeURIComponent(product.id)}` }, product.name)),
    h('p', null, product.description),
    product.rating && h(Rating, product.rating),
    h(Price, { cents: product.priceCents, discountPercent: product.discountPercent }),
    h(Stock, { stock: product.stock }),
    h(
      'ul',
      { class: 'tags' },
      product.tags.map((tag) => h('li', { key: tag }, tag)),
    ),
    h('button', { type: 'submit', name: 'add', value: product.id, disabled: soldOut }, 'Add to basket'),
  );
}

function Rating({ stars, reviews }: { stars: number; reviews: number }): JSX.Element {
  return h(
    'p',
    { class: 'rating', title: `${stars} of 5` },
    [1, 2, 3, 4, 5].map((star) => h('span', { key: star, class: star <= stars ? 'on' : 'off' }, '★')),
    h('small', null, ` ${reviews} ${reviews === 1 ? 'review' : 'reviews'}`),
  );
}

function Price({ cents, discountPercent }: { cents: number; discountPercent: number | null }): JSX.Element {
  const currency = useContext(Currency);
  if (discountPercent === null) return h('p', { class: 'price' }, money(cents, currency));
  const reduced = Math.round((cents * (100 - discountPercent)) / 100);
  return h(
    'p',
    { class: 'price' },
    h('del', null, money(cents, currency)),
    ' ',
    h('ins', null, money(reduced, currency)),
  );
}

function Stock({ stock }: { stock: number }): JSX.Element | null {
  if (stock > 9) return null;
  return h('p', { class: 'stock' }, stock === 0 ? 'Sold out' : `Only ${stock} left`);
}

/** Not `toLocaleString`: engines carry different versions of ICU, or none. */
function money(cents: number, currency: string): string {
  return `${currency} ${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
