const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const extended = '^{}\\[~]|€\f'

/** Of how many texts a message is made: 160 characters of GSM 03.38 or 70 of UCS-2, and 153 or 67 where it takes several. */
export function countSegments(body: string): number {
  const characters = [...body]
  const isGsm = characters.every((one) => basic.includes(one) || extended.includes(one))
  const length = isGsm ? characters.reduce((sum, one) => sum + (extended.includes(one) ? 2 : 1), 0) : body.length
  const [single, part] = isGsm ? [160, 153] : [70, 67]
  return length <= single ? 1 : Math.ceil(length / part)
}
