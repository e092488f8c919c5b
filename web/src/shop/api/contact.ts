export * from '@shared/desk/contact';
