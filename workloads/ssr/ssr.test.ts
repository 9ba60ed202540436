import { beforeAll, describe, expect, it } from 'vitest';
import { builtInAnswer } from '../testing/built-in-answer.ts';
import type { Product, Shop } from './shop.ts';

let answer: (shop: Shop) => Promise<{ html: string }>;
beforeAll(async () => {
  answer = await builtInAnswer('ssr');
});

const product: Product = {
  id: 'p-1',
  name: 'Lamp',
  description: 'A lamp.',
  priceCents: 1005,
  discountPercent: null,
  stock: 20,
  tags: ['new'],
  rating: null,
};
const page = async (overrides: Partial<Product>, shop: Partial<Shop> = {}): Promise<string> => {
  const products = [{ ...product, ...overrides }];
  return (await answer({ name: 'Shop', currency: 'EUR', visitor: null, products, ...shop })).html;
};

describe('the page', () => {
  it('escapes text and attributes', async () => {
    const html = await page({ id: '"><i>', name: '<script>alert(1)</script>', tags: ['a & b'] });
    expect(html).toContain('&lt;script>alert(1)&lt;/script>');
    expect(html).toContain('id="&quot;>&lt;i>"');
    expect(html).toContain('href="/tags/a%20%26%20b"');
    expect(html).toContain('<li>a &amp; b</li>');
    expect(html).not.toContain('<script>');
  });

  it('reduces a discounted price and shows the shop’s currency', async () => {
    expect(await page({}, { currency: 'SEK' })).toContain('<p class="price">SEK 10.05</p>');
    expect(await page({ discountPercent: 25 })).toContain('<del>EUR 10.05</del> <ins>EUR 7.54</ins>');
  });

  it('says how many are left, and disables what is sold out', async () => {
    expect(await page({ stock: 20 })).not.toContain('class="stock"');
    expect(await page({ stock: 3 })).toContain('Only 3 left');
    expect(await page({ stock: 0 })).toMatch(/class="card sold-out".*Sold out.*<button [^>]*disabled>/);
  });

  it('shows stars only where there are reviews', async () => {
    expect(await page({ rating: null })).not.toContain('★');
    const html = await page({ rating: { stars: 2, reviews: 1 } });
    expect(html.match(/class="on"/g)).toHaveLength(2);
    expect(html.match(/class="off"/g)).toHaveLength(3);
    expect(html).toContain(' 1 review</small>');
  });

  it('greets a visitor, or asks to sign in', async () => {
    expect(await page({})).toContain('Sign in');
    const html = await page({}, { visitor: { name: 'Ada', basketCount: 2 } });
    expect(html).toContain('Hello, <strong>Ada</strong> (2 in the basket)');
  });

  it('has words for an empty shop', async () => {
    expect(await page({}, { products: [] })).toContain('Nothing here yet.');
  });
});
