import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Answer } from './cast.ts'

type Operation = { responses: Record<string, { content?: Record<string, { schema?: unknown }> }> }
type Document = { paths: Record<string, Record<string, Operation>> }

/** Checks answers against the server's own OpenAPI document: the path, the status and the body must stand in it. */
export async function answerChecker(url: string) {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as Document
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  // the module's types say namespace, the module says function
  ;(formats as unknown as (to: Ajv2020) => void)(ajv)
  ajv.addSchema(document, 'vami')
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
    fixed: template.replace(/\{[^}]+\}/g, '').length,
  }))
  const validators = new Map<string, ValidateFunction>()
  return (method: string, path: string, { status, body, headers }: Answer): void => {
    const pathname = path.split('?')[0]!
    const found = templates
      .filter(({ pattern }) => pattern.test(pathname))
      .sort((a, b) => b.fixed - a.fixed)
      .find(({ template }) => document.paths[template]![method.toLowerCase()])
    if (found === undefined) {
      assert.ok(
        status === 404 || /^\/(docs|openapi\.json|metrics|$)/.test(pathname),
        `${method} ${path} is not in the document`,
      )
      return
    }
    const where = `${method} ${found.template} ${status}`
    const operation = document.paths[found.template]![method.toLowerCase()]!
    const response = operation.responses[status]
    assert.ok(response, `${where} is not in the document: ${JSON.stringify(body)}`)
    const type = headers.get('content-type')?.split(';')[0] ?? ''
    if (type !== 'application/json' && response.content?.[type] !== undefined) {
      assert.equal(typeof body, 'string', `${where} is no ${type}`)
      return
    }
    if (response.content?.['application/json'] === undefined) {
      assert.equal(body, null, `${where} has a body`)
      return
    }
    const validate = validators.get(where) ?? ajv.compile({ $ref: pointerTo(found.template, method, status) })
    validators.set(where, validate)
    assert.ok(
      validate(body),
      `${where} is not as documented: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`,
    )
  }
}

function pointerTo(template: string, method: string, status: number): string {
  const path = encodeURIComponent(template.replaceAll('~', '~0').replaceAll('/', '~1'))
  return `vami#/paths/${path}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`
}
