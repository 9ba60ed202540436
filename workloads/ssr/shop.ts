/** The event: what a page request would have fetched from its back end. */
export interface Shop {
  readonly name: string;
  readonly currency: string;
  readonly visitor: { readonly name: string; readonly basketCount: number } | null;
  readonly products: readonly Product[];
}

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly priceCents: number;
  readonly discountPercent: number | null;
  readonly stock: number;
  readonly tags: readonly string[];
  readonly rating: { readonly stars: number; readonly reviews: number } | null;
}
