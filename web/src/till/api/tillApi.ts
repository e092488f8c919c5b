import { createClient } from '@shared/api/client';

/** The till's own API. */
export const tillApi = createClient('/till/api');

/** Where a product's picture stands. */
export const pictureUrl = (id: string): string => tillApi.url(`pictures/${id}`);
