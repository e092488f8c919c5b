export * from '@shared/desk/EditDrawer';
