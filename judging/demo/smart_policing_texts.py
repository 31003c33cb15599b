"""Smart Policing, 9 to 11 December 2020, as its organisers told it: French word for word."""

from judging.demo.languages import row, spoken

EVENT = row(
    spoken("name", "Smart Policing", "Smart Policing", "Smart Policing", "Smart Policing"),
    spoken(
        "headline",
        "A hackathon for ever more innovative policing",
        "Hackathon pour une police toujours plus innovante",
        "Hackathon voor een steeds innovatievere politie",
        "Hackathon für eine immer innovativere Polizei",
    ),
    spoken(
        "summary",
        "The “Smart Policing” hackathon, in collaboration with Vias institute and EY, is an initiative to stimulate innovation in the police. How can we put innovation at the service of citizens' safety? And how can the police, as an organisation, innovate smartly in order to position itself as an attractive employer on the labour market?",
        "L’Hackathon « Smart Policing », en collaboration avec l’Institut Vias et EY, est une initiative visant à stimuler l’innovation à la police. Comment pouvons-nous mettre l’innovation au service de sécurité pour les citoyens? Et comment la police, en tant qu’organisation, peut-elle innover intelligemment afin de se positionner comme un employeur attractif sur le marché du travail?",
        "De hackathon “Smart Policing”, in samenwerking met Vias institute en EY, is een initiatief om innovatie bij de politie te stimuleren. Hoe kunnen we innovatie inzetten voor de veiligheid van de burgers? En hoe kan de politie als organisatie slim innoveren om zich als aantrekkelijke werkgever op de arbeidsmarkt te positioneren?",
        "Der Hackathon „Smart Policing“, in Zusammenarbeit mit Vias institute und EY, ist eine Initiative zur Förderung der Innovation bei der Polizei. Wie können wir Innovation in den Dienst der Sicherheit der Bürgerinnen und Bürger stellen? Und wie kann die Polizei als Organisation klug innovieren, um sich auf dem Arbeitsmarkt als attraktive Arbeitgeberin zu positionieren?",
    ),
    spoken(
        "story",
        """From 9 to 11 December, the police moved to the rhythm of innovation with the hackathon. Hacka… what?

To be innovative while guaranteeing the safety and quality of life of every citizen is a challenge for the police. But it is also a necessity, because society and criminals are innovative too.

A hackathon is a stimulating method of creative problem solving that also stimulates innovation. For 30 hours the “Smart Policing” hackathon aimed to provide innovative solutions to the police, with 4 challenges to be met.

On Friday 11 December, in the presence of the Minister of the Interior, Annelies Verlinden, the jury named the 4 winners of the “Smart Policing” hackathon.

You will find even more information about the winners, the jury, the challenges and more on the website <https://police-hackathon.be/fr/>.

We also wish to thank all the participants and partners who contributed to the “Smart Policing” hackathon.""",
        """Du 9 au 11 décembre, l’innovation à la police a rythmé avec Hackathon. Hacka… quoi ?

Se montrer innovant tout en garantissant la sécurité et la qualité de vie de tout citoyen est un défi pour la police. Mais cela représente aussi une nécessité car la société et les criminels le sont aussi.

Le Hackathon est une méthode stimulante de résolution créative de problèmes tout en stimulant l’innovation. Durant 30 heures l’Hackathon « Smart Policing » avait pour objectif de fournir des solutions innovantes à la police avec 4 challenges à relever.

Ce vendredi 11 décembre, en la présence de la ministre de l’Intérieur, Annelies Verlinden, le jury a désigné les 4 gagnants du Hackathon « Smart Policing ».

Vous trouverez encore plus d’informations concernant les gagnants, le jury, les challenges,… sur le site internet <https://police-hackathon.be/fr/>.

Nous tenons aussi à remercier l’ensemble des participants et partenaires qui ont contribué à la réalisation de l’Hackathon « Smart Policing ».""",
        """Van 9 tot 11 december gaf innovatie bij de politie het ritme aan, met de hackathon. Hacka… wat?

Innovatief zijn en tegelijk de veiligheid en de levenskwaliteit van elke burger waarborgen, is een uitdaging voor de politie. Maar het is ook een noodzaak, want de samenleving en de criminelen zijn het ook.

Een hackathon is een stimulerende methode om problemen creatief op te lossen en tegelijk innovatie aan te moedigen. Gedurende 30 uur had de hackathon “Smart Policing” tot doel de politie innovatieve oplossingen te bieden, met 4 uitdagingen om aan te gaan.

Op vrijdag 11 december heeft de jury, in aanwezigheid van minister van Binnenlandse Zaken Annelies Verlinden, de 4 winnaars van de hackathon “Smart Policing” aangeduid.

Nog meer informatie over de winnaars, de jury, de uitdagingen … vindt u op de website <https://police-hackathon.be/fr/>.

Wij danken ook alle deelnemers en partners die hebben bijgedragen tot de verwezenlijking van de hackathon “Smart Policing”.""",
        """Vom 9. bis 11. Dezember gab die Innovation bei der Polizei den Takt an, mit dem Hackathon. Hacka… was?

Innovativ zu sein und zugleich die Sicherheit und die Lebensqualität aller Bürgerinnen und Bürger zu gewährleisten, ist eine Herausforderung für die Polizei. Es ist aber auch eine Notwendigkeit, denn die Gesellschaft und die Kriminellen sind es auch.

Ein Hackathon ist eine anregende Methode, Probleme kreativ zu lösen und zugleich Innovation zu fördern. 30 Stunden lang hatte der Hackathon „Smart Policing“ das Ziel, der Polizei innovative Lösungen zu liefern, mit 4 Herausforderungen.

Am Freitag, dem 11. Dezember, hat die Jury in Anwesenheit der Ministerin des Innern, Annelies Verlinden, die 4 Gewinner des Hackathons „Smart Policing“ bestimmt.

Noch mehr Informationen über die Gewinner, die Jury, die Herausforderungen usw. finden Sie auf der Website <https://police-hackathon.be/fr/>.

Wir danken auch allen Teilnehmenden und Partnern, die zum Hackathon „Smart Policing“ beigetragen haben.""",
    ),
    spoken("place", "Online", "En ligne", "Online", "Online"),
)

CHALLENGES = [
    row(
        spoken("title", *["Smart Operation"] * 4),
        spoken(
            "question",
            "How can new technologies better support the daily operations of police?",
            "Comment les nouvelles technologies peuvent-elles mieux soutenir les opérations quotidiennes de la police?",
            "Hoe kunnen nieuwe technologieën de dagelijkse operaties van de politie beter ondersteunen?",
            "Wie können neue Technologien die tägliche Arbeit der Polizei besser unterstützen?",
        ),
        slug="smart-operation",
    ),
    row(
        spoken("title", *["Smart Investigation"] * 4),
        spoken(
            "question",
            "How can innovative investigation techniques improve the fight against serious and organised crime?",
            "Comment les techniques d'enquête innovantes peuvent-elles améliorer la lutte contre la criminalité grave et organisée?",
            "Hoe kunnen innovatieve onderzoekstechnieken helpen in de strijd tegen zware en georganiseerde criminaliteit?",
            "Wie können innovative Ermittlungstechniken den Kampf gegen die schwere und organisierte Kriminalität verbessern?",
        ),
        slug="smart-investigation",
    ),
    row(
        spoken("title", *["Smart Interaction"] * 4),
        spoken(
            "question",
            "How can we bring police closer to citizens in a digital era?",
            "Comment rapprocher la police des citoyens à l'ère du digital?",
            "Hoe kunnen we de politie dichter bij de burger brengen in het digitale tijdperk?",
            "Wie können wir die Polizei den Bürgerinnen und Bürgern im digitalen Zeitalter näherbringen?",
        ),
        slug="smart-interaction",
    ),
    row(
        spoken("title", *["Smart Selection & Training"] * 4),
        spoken(
            "question",
            "How can police recruit and select the right candidates and provide them with lifelong training to address the changing needs of society?",
            "Comment la police peut-elle recruter, sélectionner et former tout au long de leur vie les bons candidats pour répondre aux besoins en constante évolution de la société?",
            "Hoe kan de politie de juiste kandidaten rekruteren en selecteren en hen levenslang opleiden om aan de veranderende behoeften van de samenleving te beantwoorden?",
            "Wie kann die Polizei die richtigen Bewerberinnen und Bewerber anwerben, auswählen und lebenslang ausbilden, um den sich ständig wandelnden Bedürfnissen der Gesellschaft gerecht zu werden?",
        ),
        slug="smart-selection-training",
    ),
]

PRIZE = spoken("title", "Winner", "Gagnant", "Winnaar", "Gewinner")

# Challenge, project, team. "Blue Traffic" has one name for both.
WINNERS = [
    ("smart-operation", "Blue Traffic", "Blue Traffic"),
    ("smart-investigation", "Tafuta", "Arinti"),
    ("smart-interaction", "Criminal records", "Okay"),
    ("smart-selection-training", "FCCu ctf", "the It crowd"),
]

JURY = [
    row(
        spoken(
            "function",
            "First Chief Superintendent, Commissioner General",
            "Premier commissaire divisionnaire, commissaire général",
            "Eerste hoofdcommissaris, commissaris-generaal",
            "Erster Hauptkommissar, Generalkommissar",
        ),
        spoken(
            "organisation",
            "Federal Police",
            "Police Fédérale",
            "Federale Politie",
            "Föderale Polizei",
        ),
        name="Marc De Mesmaeker",
    ),
    row(
        spoken(
            "function",
            "First Chief Superintendent, President",
            "Premier commissaire divisionnaire, Président",
            "Eerste hoofdcommissaris, voorzitter",
            "Erster Hauptkommissar, Vorsitzender",
        ),
        spoken(
            "organisation",
            "Permanent Commission of the Local Police",
            "Commission Permanente de la Police Locale",
            "Vaste Commissie van de Lokale Politie",
            "Ständige Kommission der Lokalen Polizei",
        ),
        name="Nicholas Paelinck",
    ),
    row(
        spoken("function", *["Corporate Vice President Benelux"] * 4),
        spoken(
            "organisation",
            *["Digital Champion Belgium, EU Governing Board Digital Skills and Jobs"] * 4,
        ),
        name="Saskia Van Uffelen",
    ),
    row(
        spoken(
            "function",
            "Dean of the Faculty of Social Sciences, professor of sociology",
            "Doyen de la faculté des sciences sociales, professeur de sociologie",
            "Decaan van de faculteit sociale wetenschappen, hoogleraar sociologie",
            "Dekan der Fakultät für Sozialwissenschaften, Professor für Soziologie",
        ),
        spoken(
            "organisation",
            "University of Liège",
            "Université de Liège",
            "Universiteit van Luik",
            "Universität Lüttich",
        ),
        name="Fédéric Schoenaers",
    ),
]

PARTNERS = [
    row(
        spoken("name", "Vias institute", "Institut Vias", "Vias institute", "Vias institute"),
        spoken("role", "Partner", "Partenaire", "Partner", "Partner"),
    ),
    row(
        spoken("name", *["EY"] * 4),
        spoken("role", "Partner", "Partenaire", "Partner", "Partner"),
    ),
]

QUOTATION = row(
    spoken(
        "text",
        "Society and crime are constantly evolving. In the digital era the police face major challenges. The participants in the hackathon set out in search of opportunities, proposing creative ideas that could improve the working of the police services. I want to thank them for it. I will analyse their proposals with great attention and take them into account in my work. Using new technologies and innovative processes intelligently and thoughtfully is indeed the only way to meet the challenges of the future.",
        "La société et la criminalité évoluent constamment. À l'ère digitale, la police est confrontée à d'importants défis. Les participants au hackathon se sont mis en quête d'opportunités, en proposant des idées créatives susceptibles d'améliorer le fonctionnement des services de police. Je tiens à les en remercier. J'analyserai leurs propositions avec beaucoup d'attention et en tiendrai compte dans mon travail. Utiliser intelligemment et de façon réfléchie les nouvelles technologies et les processus innovants est en effet la seule manière de relever les défis de l'avenir.",
        "De samenleving en de criminaliteit evolueren voortdurend. In het digitale tijdperk staat de politie voor grote uitdagingen. De deelnemers aan de hackathon gingen op zoek naar opportuniteiten en stelden creatieve ideeën voor die de werking van de politiediensten kunnen verbeteren. Ik wil hen daarvoor bedanken. Ik zal hun voorstellen met veel aandacht analyseren en er in mijn werk rekening mee houden. Nieuwe technologieën en innovatieve processen op een intelligente en doordachte manier gebruiken, is immers de enige manier om de uitdagingen van de toekomst aan te gaan.",
        "Die Gesellschaft und die Kriminalität entwickeln sich ständig weiter. Im digitalen Zeitalter steht die Polizei vor großen Herausforderungen. Die Teilnehmerinnen und Teilnehmer des Hackathons haben sich auf die Suche nach Chancen gemacht und kreative Ideen vorgeschlagen, die die Arbeit der Polizeidienste verbessern können. Dafür möchte ich ihnen danken. Ich werde ihre Vorschläge mit großer Aufmerksamkeit auswerten und in meiner Arbeit berücksichtigen. Neue Technologien und innovative Verfahren klug und überlegt zu nutzen, ist in der Tat der einzige Weg, die Herausforderungen der Zukunft zu meistern.",
    ),
    spoken(
        "function",
        "Minister of the Interior, Institutional Reform and Democratic Renewal",
        "Ministre de l’Intérieur des Réformes institutionnelles et du Renouveau démocratique",
        "Minister van Binnenlandse Zaken, Institutionele Hervormingen en Democratische Vernieuwing",
        "Ministerin des Innern, der Institutionellen Reformen und der Demokratischen Erneuerung",
    ),
    author="Annelies Verlinden",
)

FIGURES = [
    row(spoken("label", "hours", "heures", "uur", "Stunden"), value="30"),
    row(
        spoken("label", "challenges", "challenges à relever", "uitdagingen", "Herausforderungen"),
        value="4",
    ),
    row(
        spoken("label", "participants", "participants", "deelnemers", "Teilnehmende"), value="200+"
    ),
    row(spoken("label", "teams", "équipes", "teams", "Teams"), value="43"),
    row(spoken("label", "coaches", "coachs", "coaches", "Coaches"), value="50"),
]

# Year, month, day; the hours are not known.
MILESTONES = [
    (
        (2020, 11, 25),
        spoken(
            "title",
            "Welcome day: questions about the challenges",
            "Journée d’accueil : questions sur les challenges",
            "Onthaaldag: vragen over de uitdagingen",
            "Begrüßungstag: Fragen zu den Herausforderungen",
        ),
    ),
    (
        (2020, 12, 9),
        spoken(
            "title",
            "The hackathon starts: 30 hours, fully online",
            "Début du hackathon : 30 heures, entièrement en ligne",
            "Start van de hackathon: 30 uur, volledig online",
            "Beginn des Hackathons: 30 Stunden, vollständig online",
        ),
    ),
    (
        (2020, 12, 11),
        spoken(
            "title",
            "The jury names the 4 winners, in the presence of Minister Annelies Verlinden",
            "Le jury désigne les 4 gagnants, en présence de la ministre Annelies Verlinden",
            "De jury duidt de 4 winnaars aan, in aanwezigheid van minister Annelies Verlinden",
            "Die Jury bestimmt die 4 Gewinner, in Anwesenheit von Ministerin Annelies Verlinden",
        ),
    ),
]
