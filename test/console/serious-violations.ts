import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Rules that are left out, or the only ones: colours are the same at every width, and another scheme changes nothing else. */
type Rules = 'all' | 'all but colours' | 'colours';

/** What axe calls serious or critical on the page as it is, each with the first element that it concerns. */
export async function seriousViolations(page: Page, rules: Rules = 'all'): Promise<string[]> {
  // Without a second page, which one that a browser made by itself cannot have beside it.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (rules === 'colours') axe.withRules(['color-contrast']);
  if (rules === 'all but colours') axe.disableRules(['color-contrast']);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
}
