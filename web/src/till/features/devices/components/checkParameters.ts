import type { TFunction } from 'i18next';
import type { DeviceCheck } from '../../../api/types';

/** A measured figure: one digit behind the point where it matters. */
export const figure = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));

/** What a finding's sentences are filled with, as people say it. */
export function checkParameters(check: DeviceCheck, t: TFunction<'devices'>): Record<string, string | number> {
  const parameters: Record<string, string | number> = { ...check.parameters };
  const { days, direction, provider } = check.parameters;
  if (days !== undefined) {
    parameters['count'] = Number(days);
  }
  if (direction !== undefined) {
    parameters['direction'] = t(`direction.${direction}`);
  }
  if (provider !== undefined) {
    parameters['provider'] = t(`providers.${provider}`, { defaultValue: provider });
  }
  return parameters;
}
