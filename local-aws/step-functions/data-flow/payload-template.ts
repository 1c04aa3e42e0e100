import { isObject, type JsonValue } from '../json-value.ts';
import type { Readable } from './expression.ts';
import { requireFor } from './path-fields.ts';

/** Parameters, ItemSelector or ResultSelector: a copy in which every `field.$` became `field` with its value. */
export function fillTemplate(template: JsonValue, readable: Readable): JsonValue {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, readable));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([field, value]) =>
      field.endsWith('.$')
        ? [field.slice(0, -2), requireFor(field, String(value), readable)]
        : [field, fillTemplate(value, readable)],
    ),
  );
}

/** Every `field.$` of a template with its expression. */
export function* templateExpressions(template: JsonValue): Generator<[field: string, expression: JsonValue]> {
  if (typeof template !== 'object' || template === null) return;
  for (const [field, value] of Object.entries(template)) {
    if (field.endsWith('.$')) yield [field, value];
    else yield* templateExpressions(value);
  }
}
