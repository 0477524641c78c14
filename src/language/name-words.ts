const set = (...lines: string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(' ')))

/** Said before a name, folded. A name may begin with one ("Don Johnson"), so two words must be left without it. */
export const titles = {
  man: set('mr mister sir senor sr don monsieur herr senhor dom'),
  woman: set('mrs ms miss madam senora sra senorita srta dona madame mme mademoiselle mlle frau fraulein senhora'),
  either: set(
    'dr dra doctor doctora doktor docteur doutor doutora prof professor professora profesor profesora mx rev',
  ),
} as const

/** Said after a name, and no part of it. */
export const credentials = set('md phd dds dmd esq msc bsc dvm')

/** What tells a son from his father, each with the one that it stands for; who is "senior" is often not said to be. */
export const generations: Readonly<Record<string, string>> = {
  ...{
    jr: 'son',
    junior: 'son',
    jnr: 'son',
    hijo: 'son',
    fils: 'son',
    filho: 'son',
    ii: 'second',
    iii: 'third',
    iv: 'fourth',
  },
  ...{ neto: 'grandson', sobrinho: 'nephew', sr: '', snr: '', senior: '', padre: '', pere: '' },
}

/** Left out as often as said, in the middle of a name. */
export const particles = set(
  'de del della delle di da das do dos du von van der den zu zur zum y e and af av bin ibn bint el al',
)

/** Left out after another of them: "de la Cruz". */
export const laterParticles = set('la las los le les')

/** What is written into a name's field when there is no name. "None" is not here, since somebody may be called so. */
export const noNames = new Set([
  ...[
    'null',
    'undefined',
    'n/a',
    'unknown',
    'not provided',
    'not given',
    'not specified',
    'not available',
    'not known',
  ],
  ...['anonymous', 'customer', 'caller', 'patient', 'client', 'user', 'guest', 'name', 'no name', 'unnamed'],
  ...['the customer', 'the caller', 'the patient', 'the client', 'the user', 'unknown caller', 'unknown customer'],
  ...['customer name', 'caller name', 'patient name', 'full name', 'your name', 'first name last name', 'test caller'],
  ...['cliente', 'el cliente', 'la clienta', 'paciente', 'el paciente', 'la paciente', 'desconocido', 'desconocida'],
  ...['anonimo', 'anonima', 'no proporcionado', 'no especificado', 'sin nombre', 'llamante', 'nombre'],
  ...[
    'le client',
    'la cliente',
    'le patient',
    'la patiente',
    'inconnu',
    'inconnue',
    'anonyme',
    'non fourni',
    'non precise',
  ],
  ...['kunde', 'kundin', 'der kunde', 'die kundin', 'anrufer', 'anruferin', 'unbekannt', 'anonym', 'nicht angegeben'],
  ...['o cliente', 'a cliente', 'o paciente', 'a paciente', 'nao informado', 'nao fornecido', 'sem nome'],
])

/**
 * Given names that often stand second: "Juan Carlos" alone is a lone first name, while "Juan García" may be short for
 * "Juan García López".
 */
export const secondGivenNames = set(
  'carlos jose maria luis antonio manuel miguel angel jesus javier francisco fernando pablo pedro eduardo alberto andres',
  'enrique ramon rafael roberto ricardo jorge david daniel alejandro ignacio isabel carmen teresa elena pilar dolores',
  'luz rosa ana beatriz lucia sofia victoria fernanda guadalupe cristina paula andrea gabriela alejandra mercedes',
  'ann anne anna marie mary jane lee lynn louise rose grace elizabeth elisabeth katherine catherine margaret may jean',
  'joseph michael john james robert william thomas edward charles henry paul peter george andrew anthony alexander allen',
  'ray wayne scott dean matthew christopher nicole michelle renee kay sue beth joy hope faith claire kate lou jo',
  'pierre luc paul marc louis claude michel philippe francois henri yves christophe baptiste sophie claire laure france',
  'hans peter heinz werner friedrich wilhelm joachim juergen jurgen karl otto michael georg luise charlotte sophie lena',
  'joao antonio henrique augusto eduarda clara luiza luisa aparecida vitoria helena ines leonor guilherme gabriel miguel',
)
