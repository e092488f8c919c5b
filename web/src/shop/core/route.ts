export * from '@shared/desk/route';
