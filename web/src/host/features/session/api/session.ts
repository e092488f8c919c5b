import { hostApi } from '../../../api/hostApi';
import type {
  HostLoginRequest,
  HostPasswordRequest,
  HostSession,
  HostSetupRequest,
  HostSetupState,
  SecondFactorOffer,
} from '../../../api/types';

export const setupState = (): Promise<HostSetupState> => hostApi.get('setup');
export const setUp = (request: HostSetupRequest): Promise<HostSession> => hostApi.post('setup', request);
export const logIn = (request: HostLoginRequest): Promise<HostSession> => hostApi.post('login', request);
export const logOut = (): Promise<void> => hostApi.post('logout');
export const currentSession = (): Promise<HostSession> => hostApi.get('session');
export const changePassword = (request: HostPasswordRequest): Promise<void> => hostApi.post('password', request);
export const offerSecondFactor = (): Promise<SecondFactorOffer> => hostApi.post('second-factor');
export const confirmSecondFactor = (secret: string, code: string): Promise<void> =>
  hostApi.post('second-factor/confirm', { secret, code });
