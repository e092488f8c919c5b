import { createWatchedClient } from '@shared/desk/watchedClient';

/** The host's own API. */
export const hostApi = createWatchedClient('/host/api');
