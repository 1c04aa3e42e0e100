import { ConfigInvalid } from './config.ts';
import { MatchFacesApp } from './match-faces-app.ts';

try {
  new MatchFacesApp();
} catch (error) {
  if (!(error instanceof ConfigInvalid)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
