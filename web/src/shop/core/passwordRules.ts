export * from '@shared/desk/passwordRules';
