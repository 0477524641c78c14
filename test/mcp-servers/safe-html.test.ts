import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { safeHtml } from '../../src/mcp-servers/outlook/safe-html.ts'

const same = (html: string) => assert.equal(safeHtml(html), html)
const gives = (html: string, safe: string | undefined) => assert.equal(safeHtml(html), safe)

describe('what a mail needs stays', () => {
  const kept = [
    '<h1>Your visit</h1><p>Dear <b>Maria</b>,<br />see you <i>soon</i>.</p>',
    '<a href="https://clinic.example/map?x=1&amp;y=2">Map</a>',
    '<a href="mailto:desk@clinic.example">Write</a><a href="tel:+12125550199">Call</a>',
    '<img src="https://clinic.example/logo.png" alt="Our logo" width="120" height="40" />',
    '<img src="cid:logo" alt="Our logo" />',
    '<table width="600" cellpadding="0"><tbody><tr><td align="center" colspan="2">9:00</td></tr></tbody></table>',
    '<p style="color:#333333;font-size:14px;margin:0 0 12px;font-family:Arial, sans-serif">Styled</p>',
    '<td style="border:1px solid #cccccc;padding:8px;background-color:rgb(250, 250, 250)">Cell</td>',
    '<ul><li>你好</li><li>Grüße 🎉</li></ul>',
    'Plain text without a tag',
    '<p>3 &lt; 5 &amp; 7</p>',
  ]
  for (const html of kept) test(html, () => same(html))
})

describe('what could act, lure or hide goes', () => {
  const cleaned: [string, string | undefined][] = [
    ['<p>Hi<script>alert(1)</script></p>', '<p>Hi</p>'],
    ['<p onclick="alert(1)" onmouseover=alert(1)>Hi</p>', '<p>Hi</p>'],
    ['<a href="javascript:alert(1)">Hi</a>', '<a>Hi</a>'],
    ['<a href="&#106;ava\tscript:alert(1)">Hi</a>', '<a>Hi</a>'],
    ['<a href="data:text/html,<script>alert(1)</script>">Hi</a>', '<a>Hi</a>'],
    ['<a href="vbscript:x">Hi</a>', '<a>Hi</a>'],
    ['<a href="//evil.example/x">Hi</a>', '<a>Hi</a>'],
    ['<p>Hi</p><iframe src="https://evil.example"></iframe>', '<p>Hi</p>'],
    ['<form action="https://evil.example"><input name="password"><p>Hi</p></form>', '<p>Hi</p>'],
    ['<p>Hi</p><style>p{display:none}</style>', '<p>Hi</p>'],
    ['<p>Hi</p><link rel="stylesheet" href="https://evil.example/x.css">', '<p>Hi</p>'],
    ['<meta http-equiv="refresh" content="0;url=https://evil.example"><p>Hi</p>', '<p>Hi</p>'],
    ['<base href="https://evil.example"><p>Hi</p>', '<p>Hi</p>'],
    ['<html><head><title>T</title></head><body><p>Hi</p></body></html>', '<p>Hi</p>'],
    ['<p>Hi</p><svg onload="alert(1)"><text>x</text></svg>', '<p>Hi</p>'],
    ['<p>Hi</p><object data="x"></object><embed src="x">', '<p>Hi</p>'],
    ['<p>Hi<!-- a comment --></p>', '<p>Hi</p>'],
    ['<p style="background:url(https://evil.example/x)">Hi</p>', '<p>Hi</p>'],
    ['<p style="width:expression(alert(1))">Hi</p>', '<p>Hi</p>'],
    ['<p style="position:fixed;top:0;color:red">Hi</p>', '<p style="color:red">Hi</p>'],
    ['<p style="display:none">Hidden</p>', '<p>Hidden</p>'],
    ['<p style="font-size:0">Hidden</p>', '<p>Hidden</p>'],
    ['<p style="font-size:0.1em;opacity:0;visibility:hidden">Hidden</p>', '<p>Hidden</p>'],
    ['<p style="margin:-9999px">Hi</p>', '<p>Hi</p>'],
    ['<p class="x" id="y">Hi</p>', '<p>Hi</p>'],
    ['<p>Hi</p><img src="https://track.example/x.gif" width="1" height="1">', '<p>Hi</p>'],
    ['<p>Hi</p><img src="https://track.example/x.gif" style="width:1px;height:1px">', '<p>Hi</p>'],
    ['<p>Hi</p><img src="https://track.example/x.gif" width="0">', '<p>Hi</p>'],
    ['<p>Hi</p><img src="http://clear.example/x.png">', '<p>Hi</p>'],
    ['<p>Hi</p><img src="data:image/png;base64,AAAA">', '<p>Hi</p>'],
    ['<p>Hi</p><img src=x onerror=alert(1)>', '<p>Hi</p><img src="x" />'],
    ['<script>alert(1)</script>', undefined],
    ['<p> &nbsp;\u200b</p>', undefined],
    ['', undefined],
  ]
  for (const [html, safe] of cleaned) test(html, () => gives(html, safe))
})

test('whatever comes in, no script, handler or address that acts comes out', () => {
  const pieces = fc.constantFrom(
    ...['<script>', '</script>', '<p', '>', ' onclick=', '"', "'", '<a href=', 'javascript:', 'data:', '<img src='],
    ...[' style=', 'url(', 'expression(', '<!--', '-->', '<![CDATA[', ']]>', '&#x6a;', '&lt;', '<svg><', '<style>'],
    ...['\0', '\t', '\n', '/', 'x', '<iframe', '<math>', '<noscript>', '<textarea>', '<title>', '`', '\\'],
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
      const safe = safeHtml(parts.join('')) ?? ''
      const tags = safe.match(/<[^>]*>/g)?.join('') ?? ''
      assert.doesNotMatch(tags, /<\/?(script|style|iframe|svg|math|object|form|input|textarea|title)\b/i)
      assert.doesNotMatch(tags, /\son\w+\s*=/i)
      assert.doesNotMatch(tags, /(href|src)="\s*(javascript|data|vbscript):/i)
    }),
    { numRuns: 2_000 },
  )
})

test('cleans what is never closed', () => {
  for (const piece of ['<div>', '<b>x', '<a href="https://a.example">', '<p style="color:red">'])
    assert.match(safeHtml(`<p>Hi</p>${piece.repeat(1_000)}`) ?? '', /Hi/)
})
