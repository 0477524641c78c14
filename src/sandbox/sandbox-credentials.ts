/**
 * What the sandbox knows, and nobody else does: made up, valid nowhere, and refused by every real vendor.
 * The second and third application belong to the same tenant and lack the permission to send mail.
 */
export const sandboxCredentials = {
  calcom: { apiKey: 'cal_sandbox_5f1d7c0a9b3e4c68', eventTypeId: 1837761 },
  microsoft: {
    tenantId: '6f0c3b1e-52d7-4a8e-9c41-0d7e5b2a9f13',
    tenantDomain: 'clinic.sandbox.example',
    clientId: '2b9e7d40-1c35-4f6a-8e02-73a5d9c4b618',
    clientSecret: 'sandbox~client~secret~of~the~front~desk',
    sender: 'frontdesk@clinic.sandbox.example',
    senderId: '9d4a6e2f-7b18-4c53-a0e9-5f8c1d3b7264',
    withoutPermissions: { clientId: 'c41f8a97-3d62-4b05-9e7c-218d6f5b0a3e', clientSecret: 'sandbox~no~permissions' },
    withoutMailSend: { clientId: '7ea0b5d3-96c4-4182-b35f-e4d90c27a861', clientSecret: 'sandbox~only~reads' },
  },
  twilio: {
    accountSid: `AC${'5a'.repeat(16)}`,
    authToken: 'b7'.repeat(16),
    from: '+15005550006',
    messagingServiceSid: `MG${'7c'.repeat(16)}`,
  },
} as const
