export * from '@shared/desk/days';
