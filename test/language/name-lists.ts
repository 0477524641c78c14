/**
 * Common first names and surnames of several countries, each name once: other spellings of the same sound stand with the
 * same-person spellings of the test instead.
 */
const split = (...lines: string[]): string[] => lines.flatMap((line) => line.split(' '))

export const firstNames = split(
  'James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Donald',
  'Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan Jacob Gary Nicholas Eric',
  'Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Alexander Patrick Frank Raymond Jack Jerry',
  'Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra Margaret Ashley',
  'Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy Kathleen',
  'Angela Shirley Emma Brenda Pamela Nicole Anna Ana Ann Anne Annie Hanna Joan Jean Jane Janet Janice Joanna Johanna',
  'Juan Juana José Josefa Josefina Antonio Antonia Manuel Manuela Francisco Francisca Luis Luisa Javier Javiera Miguel',
  'Ángel Carlos Carla Carlota Rafael Rafaela Pedro Paula Pablo Paola Fernando Fernanda Jorge Alberto Alberta Mario',
  'María Mariah Marian Mariana Marina Marta Martín Martina Marco Marcos Marcia Marcela Marcelo Alejandro Alejandra',
  'Sergio Sergia Andrés Andrea Andreas Adrián Adriana Diego Raúl Iván Ivana Óscar Rubén Ramón Ramona Gonzalo Joaquín',
  'Guillermo Guillermina Lucía Lucas Lúcio Sofía Sonia Claudia Claudio Cristina Cristian Christian Christina Christine',
  'Christiane Isabel Isabella Isabelle Carmen Rosa Rosario Rocío Silvia Silvio Teresa Elena Helena Irene Beatriz Julia Julio',
  'Juliana Julián Julie Juliette Jules Julien Julienne Pierre Pierrette Jacques Jacqueline Philippe Philippa Henri Henrike',
  'Michel Michele Michaela Michal Alain Alina Bernard Bernardo Nathalie Natalia Sylvie Isolde Céline Camille Camilla',
  'Chloé Manon Léa Léo Leon Leona Leonie Lena Lina Linus Hans Hannes Heinz Klaus Jürgen Uwe Wolfgang Dieter Werner Gerda',
  'Gerd Gerhard Karin Karina Renate Ursula Monika Petra Peter Sabine Stefan Daniela Danielle Daniele Daniella',
  'Gabriel Gabriela Gabriele Gabrielle Denise Denis Simon Simone Simona João Joana Inês Tiago Rui Nuno Vasco',
  'Valentin Valentina Valentino Alexandra Alexandre Alexis Frederick Frederica Friederike Eva Evan Ivo Yves Yvonne Yvette',
  'Noah Noa Nora Olivia Oliver Ethan Esther Mia Maya Maja Mila Milan Luca Luke Ella Elle Ellen Elsa Elias Elisa Elise',
  'Jan Jana Jane Janine Ian Joel Joelle Noel Noelle Mohamed Mahmoud Ahmed Fatima Aisha Ali Alia Wei Ming Mei Hiroshi Haruka',
  'Priya Ravi Raj Olga Oleg Igor Irina Ivanka Sven Svenja Lars Lara Laurent Laurence Lawrence Loren Lauren Lorena Lorenzo',
).filter((name, at, all) => all.indexOf(name) === at)

export const surnames = split(
  'Smith Johnson Johnston Johns Jones Williams Williamson Brown Browning Davis Davies Davidson Miller Wilson Moore',
  'Taylor Tyler Anderson Andersen Andrews Thomas Thompson Jackson White Harris Harrison Harrington Martin Martins Martinez',
  'Robinson Robertson Roberts Clark Clarkson Lewis Lee Leigh Walker Hall Hill Hull Allen Young King Wright Scott Green Greene',
  'Adams Adamson Baker Barker Nelson Nilsen Carter Cartier Mitchell Turner Tanner Phillips Campbell Parker Evans',
  'Edwards Collins Collinson Stewart Morris Morrison Murphy Murray Cook Cooke Rogers Rodgers Reed Reeves Bell Beall Bailey',
  'García Garcés Rodríguez Hernández Fernández Ferrández López Lope González Pérez Perea Sánchez Sanchís Ramírez',
  'Ramos Torres Torre Flores Rivera Rivero Riviera Gómez Díaz Reyes Rey Morales Moral Cruz Ortiz Ortega',
  'Gutiérrez Chávez Ruiz Álvarez Vázquez Castillo Castilla Jiménez Giménez Moreno Romero Romera Herrera',
  'Ferreira Silva Silveira Santos Oliveira Olivera Souza Pereira Pereiro Costa Acosta Carvalho Almeida Ribeiro Rocha Barbosa',
  'Dubois Dupont Dupond Durand Leroy Moreau Morel Simonet Laurent Lefebvre Michel Roux Leroux Bertrand Bernard Fournier',
  'Girard Gérard Bonnet Lambert Fontaine Rousseau Vincent Muller Müllner Lefèvre Faure Mercier Blanc Leblanc Guérin Garnier',
  'Schmidt Schneider Schreiber Fischer Fischler Weber Wagner Wegner Becker Beck Schulz Scholz Hoffmann Hofer Koch Bauer Baur',
  'Richter Klein Kleiner Wolff Schröder Schrader Neumann Naumann Schwarz Zimmermann Braun Krüger Hartmann Lange',
  'Hansen Hanson Jansen Jensen Johansen Larsen Larson Peterson Petersen Pedersen Olsen Olson Sanderson Saunderson Nguyen Tran',
  'Kim Kimball Park Choi Chen Cheng Chang Zhang Wang Wong Li Liu Lin Singh Sing Kumar Kaur Patel Khan Ahmed Ali Rossi Russo',
  'Ferrari Ferraro Esposito Bianchi Romano Romani Colombo Ricci Marino Marini Greco Bruno Gallo Conti Kowalski Kowalczyk',
).filter((name, at, all) => all.indexOf(name) === at)

/** Second given names, which callers leave out. */
export const middleNames = split(
  'Andrew Anne Lee James Marie Lynn Rose Grace Paul Edward Louise Jane Michael Elizabeth David Carlos María Luis Alberto Inés',
)

/** Two people of one family, as near as names come. */
export const nearestPairs: [string, string][] = [
  'Maria Mario|John Joan|Anna Anne|Ann Anna|Ann Anne|Ana Anna|Juan Juana|Luis Luisa|Daniel Daniela|Daniel Danielle',
  'Daniele Danielle|Martin Martina|Michael Michaela|Michael Michal|Patrick Patricia|Andrea Andreas|Gabriel Gabriela',
  'Gabriele Gabrielle|Alexandre Alexandra|Alexander Alexandra|Alejandro Alejandra|Christian Christina|Christina Christine',
  'Christine Christiane|Francisco Francisca|Antonio Antonia|Fernando Fernanda|Marina Marian|Mariana Marina|Maria Marie',
  'Mary Marie|Mariah Maria|Noah Noa|Joel Joelle|Noel Noelle|Valentin Valentina|Valentino Valentina|Simon Simone|Denis Denise',
  'Yves Yvette|Jean Jeanne|Jean Jane|Stephan Stephanie|Frederic Frederica|Henri Henriette|Paul Paula|Paul Paulo|Carlo Carla',
  'Carlos Carla|Marcelo Marcela|Lucio Lucia|Lúcia Luzia|Julio Julia|Julian Juliana|Emil Emily|Emilio Emilia|Eric Erica',
  'Erik Erika|Leon Leona|Jan Jana|Ivan Ivana|Jacob Jakobe|Jo Joe|Dan Dana|Sam Sami|Max Maxi|Lena Lina|Ella Elle|Mila Mia',
  'Cristian Cristina|Josef Josefa|Wilhelm Wilhelma|Dominic Dominica|Dominik Dominika|Robert Roberta|Alan Alana|Kim Kimi',
  'Ana Maria|Jim Jimena|Bernard Bernadette|Karl Karla|Carol Carola|Rene Renee|Nicolas Nicole|Tim Tom|Ted Tod|Don Dan',
]
  .flatMap((line) => line.split('|'))
  .map((pair) => pair.split(' ') as [string, string])
