// Looks at Flux with the language's own front end: reads [{name, text}] as JSON, writes [{name, line, column, message}].
//
// Nothing is executed and no server is asked, so names of measurements and fields are not looked at here.
const {Lsp, Flux} = require('@influxdata/flux-lsp-node');
const ERROR = 1;
const HEAD = /^(?:\s*(?:\/\/[^\n]*|import\s+[^\n]*|package\s+\w+)?\n)*/;

// A dashboard's variables come from the server: they are put after the imports, on one line.
function withVariables(text) {
  const names = [...new Set([...text.matchAll(/\bv\.(\w+)/g)].map(found => found[1]))];
  if (names.length === 0) return {text, after: Infinity};
  const known = {timeRangeStart: '-1h', timeRangeStop: 'now()', windowPeriod: '1m'};
  const values = names.map(name => `${name}: ${known[name] ?? '""'}`).join(', ');
  const head = text.match(HEAD)[0];
  return {text: `${head}option v = {${values}}\n${text.slice(head.length)}`, after: head.split('\n').length - 1};
}

async function diagnostics(name, text) {
  const lsp = new Lsp();
  const answered = new Promise(resolve => lsp.onMessage(raw => {
    const message = typeof raw === 'string' ? JSON.parse(raw) : raw;
    if (message.method === 'textDocument/publishDiagnostics') resolve(message.params.diagnostics);
  }));
  lsp.run(); // runs until the process ends
  let id = 0;
  const ask = (method, params) => lsp.send(JSON.stringify({jsonrpc: '2.0', id: ++id, method, params}));
  const tell = (method, params) => lsp.send(JSON.stringify({jsonrpc: '2.0', method, params}));
  await ask('initialize', {capabilities: {}, processId: null, rootUri: null});
  await tell('initialized', {});
  const document = {uri: `file:///${encodeURIComponent(name)}.flux`, languageId: 'flux', version: 1, text};
  await tell('textDocument/didOpen', {textDocument: document});
  return answered;
}

async function look({name, text}) {
  const script = withVariables(text);
  const found = (await diagnostics(name, script.text)).filter(one => one.severity === ERROR).map(one => {
    const line = one.range.start.line;
    return {name, line: line >= script.after ? line : line + 1, column: one.range.start.character + 1,
            message: one.message};
  });
  if (found.length === 0 && !new Flux(script.text).is_valid())
    found.push({name, line: 0, column: 0, message: 'is not valid Flux'});
  return found;
}

(async () => {
  const scripts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  const found = [];
  for (const script of scripts) found.push(...await look(script));
  process.stdout.write('\n' + JSON.stringify(found), () => process.exit(0)); // the library logs on lines before it
})().catch(error => { process.stderr.write(String(error.stack)); process.exit(2); });
