export * from '@shared/desk/StaleNote';
