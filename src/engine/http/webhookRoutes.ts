import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import type { EngineContext } from '../engineContext.ts'
import { isSameText } from '../isSameText.ts'
import { Problem } from '../problem.ts'
import { receiveWebhook } from '../webhook/receiveWebhook.ts'
import { readBody } from './readBody.ts'
import { parseJson } from './readRequest.ts'

/** `/webhooks/whatsapp`: where Meta's Cloud API delivers. */
export function webhookRoutes({ database, settings }: EngineContext): Hono {
  const { verifyToken, appSecret } = settings.webhook
  const routes = new Hono()

  // Meta asks once, when the webhook is set up, and wants its challenge back.
  routes.get('/', (context) => {
    const { 'hub.mode': mode, 'hub.verify_token': token = '', 'hub.challenge': challenge = '' } = context.req.query()
    if (verifyToken === null || mode !== 'subscribe' || !isSameText(token, verifyToken)) {
      throw new Problem('FORBIDDEN', 'forbidden: the verification token is not the one that was set up')
    }
    return context.text(challenge)
  })

  routes.post('/', async (context) => {
    const body = await readBody(context)
    if (appSecret !== null) checkSignature(context.req.header('x-hub-signature-256'), body, appSecret)
    return context.json(await receiveWebhook(database, parseJson(body)))
  })

  return routes
}

/** Signed is the body as it came, byte for byte. */
function checkSignature(header: string | undefined, body: Uint8Array, appSecret: string): void {
  if (header === undefined) throw new Problem('TOKEN_MISSING', 'unauthorized: no X-Hub-Signature-256')
  const expected = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
  if (!isSameText(header, expected)) throw new Problem('TOKEN_INVALID', 'unauthorized: the signature does not match')
}
