// Holds boards against schemas made from Grafana's own types: reads [{name, board}] as JSON, writes [{name, path, message}].
//
// What Grafana fills in by itself may be missing, so nothing is required; what it does not know is told.
const fs = require('fs'), path = require('path');
const Ajv = require('ajv');
const CACHE = path.join(process.cwd(), 'grafana-schema.json');

// Making them takes seconds, so they are kept beside the packages they are made from.
function schemas() {
  const types = path.join(process.cwd(), 'types.ts');
  if (fs.existsSync(CACHE) && fs.statSync(CACHE).mtimeMs > fs.statSync(types).mtimeMs)
    return JSON.parse(fs.readFileSync(CACHE, 'utf8'));
  const {createGenerator} = require('ts-json-schema-generator');
  const generator = createGenerator({path: types, skipTypeCheck: true, tsconfig: 'tsconfig.json'});
  const names = [...fs.readFileSync(types, 'utf8').matchAll(/^export type (\w+)/gm)].map(found => found[1]);
  const made = Object.fromEntries(names.map(name => [name, generator.createSchema(name)]));
  const text = JSON.stringify(made, (key, value) => key === 'required' && Array.isArray(value) ? undefined : value);
  fs.writeFileSync(CACHE, text);
  return JSON.parse(text);
}

// What an annotation asks is its data source's business; Grafana's types describe only the built-in one.
const TARGET = /^\/annotations\/list\/\d+\/target$/;
const known = schemas();
const ajv = new Ajv({allErrors: true, strict: false});
const validators = {};

function check(part, value, where) {
  if (!known[part]) return [{path: where, message: `no schema for ${part}`}];
  const valid = validators[part] ??= ajv.compile(known[part]);
  if (valid(value)) return [];
  return valid.errors.filter(one => one.keyword !== 'anyOf' && !TARGET.test(one.instancePath)).map(one => ({
    path: where + one.instancePath,
    message: one.message + (one.params.additionalProperty ? `: ${one.params.additionalProperty}` : '')
      + (one.params.allowedValues ? `: ${one.params.allowedValues.join(', ')}` : ''),
  }));
}

const PLUGIN_LESS = new Set(['stat', 'text']); // field configuration of their own: none

function panel(one, where) {
  if (one.type === 'row') return [...check('row', {...one, panels: []}, where), ...panels(one.panels ?? [], where)];
  const kind = String(one.type).replaceAll('-', '_');
  const custom = one.fieldConfig?.defaults?.custom;
  return [
    ...check('panel', one, where),
    ...check(`options_${kind}`, one.options ?? {}, `${where}/options`),
    ...(custom && !PLUGIN_LESS.has(one.type) ? check(`custom_${kind}`, custom, `${where}/custom`) : []),
    ...(custom && PLUGIN_LESS.has(one.type) ? [{path: where, message: `${one.type} has no custom field configuration`}] : []),
  ];
}

const panels = (list, where) => list.flatMap((one, at) => panel(one, `${where}/panels/${at} (${one.title ?? ''})`));

const boards = JSON.parse(fs.readFileSync(0, 'utf8'));
const found = boards.flatMap(({name, board}) =>
  [...check('dashboard', {...board, panels: []}, ''), ...panels(board.panels ?? [], '')].map(one => ({name, ...one})));
process.stdout.write(JSON.stringify(found));
