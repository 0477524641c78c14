import type { SandboxEventType } from './event-type-catalogue.ts'

/** An event type in the form of API version 2024-06-14. */
export function showEventType(type: SandboxEventType): Record<string, unknown> {
  const { id, slug, title, length, lengths, host, requiresConfirmation } = type
  return {
    id,
    ownerId: host.id,
    lengthInMinutes: length,
    ...(lengths.length > 0 && { lengthInMinutesOptions: lengths }),
    title,
    slug,
    description: '',
    locations: [{ type: 'integration', integration: 'cal-video' }],
    bookingFields: [],
    recurrence: null,
    disableGuests: false,
    slotInterval: null,
    minimumBookingNotice: 0,
    beforeEventBuffer: 0,
    afterEventBuffer: 0,
    metadata: {},
    price: 0,
    currency: 'usd',
    lockTimeZoneToggleOnBookingPage: false,
    seatsPerTimeSlot: null,
    forwardParamsSuccessRedirect: null,
    successRedirectUrl: null,
    isInstantEvent: false,
    seatsShowAvailabilityCount: null,
    scheduleId: null,
    hidden: false,
    bookingRequiresAuthentication: false,
    ...(requiresConfirmation && { confirmationPolicy: { type: 'always', blockUnconfirmedBookingsInBooker: false } }),
    bookingUrl: `https://cal.com/${host.username}/${slug}`,
    users: [],
  }
}

/** Whose key it is: GET /v2/me. */
export const keyOwner = {
  id: 501,
  username: 'alice',
  email: 'alice@clinic.sandbox.example',
  name: 'Alice Sandbox',
  avatarUrl: null,
  bio: null,
  timeFormat: 12,
  defaultScheduleId: 77,
  weekStart: 'Sunday',
  timeZone: 'America/New_York',
  organizationId: null,
}
