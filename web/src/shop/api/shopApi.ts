import { createWatchedClient } from '@shared/desk/watchedClient';

/** The shop's own API. */
export const shopApi = createWatchedClient('/shop/api');

/** Where a product's picture stands. */
export const pictureUrl = (id: string): string => shopApi.url(`pictures/${id}`);
