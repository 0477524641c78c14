import sanitizeHtml from 'sanitize-html'

/**
 * HTML of a mail without what could act, lure or hide: scripts, event handlers, `javascript:` and `data:` addresses,
 * forms, frames, style sheets, and styles that fetch, cover or conceal. Pictures stay when they come over https or are
 * part of the mail, but not as dots that only tell the sender when somebody reads. undefined: nothing is left to see.
 */
export function safeHtml(html: string): string | undefined {
  const safe = sanitizeHtml(html, rules).trim()
  const shows = /<img\b/.test(safe) || /[^\s\u00ad\u200b-\u200f\u2060\ufeff]/.test(textOf(safe))
  return shows ? safe : undefined
}

const textOf = (html: string): string => html.replace(/<[^>]*>/g, '').replace(/&(nbsp|shy|zwnj|zwj);|&#\w+;/g, ' ')

const blocks =
  'address article aside blockquote center dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre'
const inline =
  'a abbr b bdi bdo br cite code del em font i img ins kbd mark q s small span strike strong sub sup time u'
const tables = 'table caption col colgroup tbody td tfoot th thead tr'

const length = /^(0|auto|\d{1,4}(\.\d{1,3})?(px|pt|em|rem|%)?)$/i
const lengths =
  /^(0|auto|\d{1,4}(\.\d{1,3})?(px|pt|em|rem|%)?)(\s+(0|auto|\d{1,4}(\.\d{1,3})?(px|pt|em|rem|%)?)){0,3}$/i
const colour = /^(#[\da-f]{3,8}|[a-z]{3,30}|rgba?\(\s*\d{1,3}%?(\s*[,\s]\s*\d{1,3}%?){2}\s*([,/]\s*[\d.]+%?\s*)?\))$/i
const border =
  /^(none|0|(\d{1,3}(\.\d+)?(px|pt|em)?\s+)?(solid|dashed|dotted|double|groove|ridge)(\s+[#\w(),. ]{1,40})?)$/i

/** Only what dresses text: nothing that has an address, a position, or a size of nothing. */
const styles: Record<string, RegExp[]> = {
  color: [colour],
  background: [colour],
  'background-color': [colour],
  'font-family': [/^[\w\s,'"-]{1,200}$/],
  'font-size': [
    /^([1-9]\d{0,2}(\.\d{1,3})?(px|pt|%)|[1-9](\.\d{1,3})?r?em|0\.[5-9]\d{0,2}r?em|(x{0,2}-)?(small|large)|medium|smaller|larger)$/i,
  ],
  'font-style': [/^(normal|italic|oblique)$/i],
  'font-weight': [/^(normal|bold|bolder|lighter|[1-9]00)$/i],
  'line-height': [/^(normal|[1-9]\d{0,2}(\.\d{1,3})?(px|pt|em|rem|%)?)$/i],
  'letter-spacing': [/^(normal|\d(\.\d{1,3})?(px|pt|em))$/i],
  'text-align': [/^(left|right|center|justify|start|end)$/i],
  'text-decoration': [/^(none|underline|line-through)$/i],
  'text-transform': [/^(none|uppercase|lowercase|capitalize)$/i],
  'vertical-align': [/^(top|middle|bottom|baseline|sub|super)$/i],
  'white-space': [/^(normal|nowrap|pre|pre-wrap|pre-line)$/i],
  'list-style-type': [/^[a-z-]{1,30}$/i],
  'border-collapse': [/^(collapse|separate)$/i],
  'border-spacing': [lengths],
  display: [/^(block|inline|inline-block|table|table-row|table-cell)$/i],
  width: [length],
  'max-width': [length],
  'min-width': [length],
  height: [length],
  'border-radius': [lengths],
  ...Object.fromEntries(
    ['', '-top', '-right', '-bottom', '-left'].flatMap((side) => [
      [`margin${side}`, [lengths]],
      [`padding${side}`, [lengths]],
      [`border${side}`, [border]],
    ]),
  ),
}

const rules: sanitizeHtml.IOptions = {
  allowedTags: `${blocks} ${inline} ${tables} ul`.split(' '),
  allowedAttributes: {
    '*': ['style', 'align', 'dir', 'lang', 'title'],
    a: ['href', 'name'],
    img: ['src', 'alt', 'width', 'height'],
    font: ['color', 'face', 'size'],
    table: ['width', 'border', 'cellpadding', 'cellspacing', 'bgcolor', 'role'],
    td: ['width', 'height', 'colspan', 'rowspan', 'valign', 'bgcolor'],
    th: ['width', 'height', 'colspan', 'rowspan', 'valign', 'bgcolor', 'scope'],
    tr: ['valign', 'bgcolor'],
    col: ['width', 'span'],
    ol: ['start', 'type'],
    time: ['datetime'],
  },
  allowedStyles: { '*': styles },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['https', 'cid'] },
  allowProtocolRelative: false,
  // their text is no text of the mail
  nonTextTags: 'script style textarea option noscript title template iframe object noembed noframes xmp svg math'.split(
    ' ',
  ),
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && (!attribs.src || isDot(attribs)),
  // deeper ones are left out with all that is in them, long before a mail program chokes on them
  nestingLimit: 100,
}

/** A picture of a pixel or less: whether and when it is fetched is all that it tells. */
function isDot({ width = '', height = '', style = '' }: sanitizeHtml.Attributes): boolean {
  const dot = /^\s*0*[01](\.\d+)?\s*(px)?\s*$/i
  return (
    dot.test(width) ||
    dot.test(height) ||
    /(^|;)\s*(max-)?(width|height)\s*:\s*0*[01](\.\d+)?(px|pt|em|%)?\s*(;|!|$)/i.test(style)
  )
}
