import { getContext, setContext } from 'svelte';
import type { Item } from './Modern.svelte';

const KEY = Symbol('cart');

export class Cart<T extends Item> {
  items = $state<T[]>([]);
  #total = $derived(this.items.reduce((sum, item) => sum + Number(item.value), 0));

  get total(): number {
    return this.#total;
  }
  add = (item: T): void => {
    this.items.push(item);
  };
}

export function setCart<T extends Item>(cart = new Cart<T>()): Cart<T> {
  return setContext(KEY, cart);
}
export const getCart = <T extends Item>() => getContext<Cart<T> | undefined>(KEY) ?? setCart<T>();
