export * from '@shared/desk/useIdle';
