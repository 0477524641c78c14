import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { openConformanceFixture } from './conformance-fixture.ts'
import { clientOver, type Era } from './mcp-stage.ts'

const fixture = await openConformanceFixture(0)
after(fixture.close)

for (const era of ['modern', 'legacy'] as Era[]) {
  describe(`through the door, in the ${era} era`, () => {
    test('a tool reports how far it is before it answers', async () => {
      const client = await clientOver(fixture.url, era)
      const steps: number[] = []
      const result = await client.callTool(
        { name: 'test_tool_with_progress', arguments: {} },
        { onprogress: ({ progress }) => steps.push(progress) },
      )
      assert.ok(!result.isError)
      assert.deepEqual(steps, [0, 50, 100])
    })

    test('prompts and resources are found and read', async () => {
      const client = await clientOver(fixture.url, era)
      const prompt = await client.getPrompt({
        name: 'test_prompt_with_arguments',
        arguments: { arg1: 'hello', arg2: 'world' },
      })
      assert.deepEqual(prompt.messages[0]?.content, {
        type: 'text',
        text: "Prompt with arguments: arg1='hello', arg2='world'",
      })
      const { contents } = await client.readResource({ uri: 'test://template/123/data' })
      assert.deepEqual(JSON.parse((contents[0] as { text: string }).text), {
        ...{ id: '123', templateTest: true },
        data: 'Data for ID: 123',
      })
    })
  })
}
