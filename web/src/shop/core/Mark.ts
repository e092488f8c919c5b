export * from '@shared/desk/Mark';
