"""The rehearsal edition: everything and everybody in it is made up."""

from judging.demo.languages import row, spoken

EVENT = row(
    spoken(
        "name",
        "Safe Streets (rehearsal)",
        "Rues sûres (répétition)",
        "Veilige straten (repetitie)",
        "Sichere Straßen (Probe)",
    ),
    spoken(
        "headline",
        "Make the way home safer, in 30 hours",
        "Rendre le chemin du retour plus sûr, en 30 heures",
        "De weg naar huis veiliger maken, in 30 uur",
        "Den Heimweg sicherer machen, in 30 Stunden",
    ),
    spoken(
        "summary",
        "Four questions that every town asks itself. Teams of students, developers, designers and police officers answer them; a jury chooses one winner for each.",
        "Quatre questions que se pose chaque commune. Des équipes d’étudiants, de développeurs, de créatifs et de policiers y répondent ; un jury désigne un gagnant pour chacune.",
        "Vier vragen die elke gemeente zich stelt. Teams van studenten, ontwikkelaars, ontwerpers en politiemensen zoeken een antwoord; een jury duidt per vraag één winnaar aan.",
        "Vier Fragen, die sich jede Gemeinde stellt. Teams aus Studierenden, Entwicklern, Gestaltern und Polizisten beantworten sie; eine Jury bestimmt je Frage einen Gewinner.",
    ),
    spoken(
        "story",
        "This is a **rehearsal**: every person, team and project on these pages is made up. Look around, register a team, submit, score, publish. Nothing you do here can go wrong.\n\nFor 30 hours 43 teams work online. Fifty **coaches** from the field answer their questions; nobody has to know anything about police work beforehand. When the clock stops, each team's last submitted version goes to four judges, who score it on their own.\n\nThe winners try their idea out in a real street. That is what the prize is: time, and people who know the place.",
        "Ceci est une **répétition** : toutes les personnes, équipes et projets de ces pages sont fictifs. Promenez-vous, inscrivez une équipe, remettez un projet, notez, publiez. Rien de ce que vous faites ici ne peut mal tourner.\n\nPendant 30 heures, 43 équipes travaillent en ligne. Cinquante **coachs** du terrain répondent à leurs questions ; personne ne doit connaître le travail policier à l’avance. Quand le temps est écoulé, la dernière version remise par chaque équipe va à quatre membres du jury, qui notent chacun de leur côté.\n\nLes gagnants essaient leur idée dans une vraie rue. Tel est le prix : du temps, et des gens qui connaissent les lieux.",
        "Dit is een **repetitie**: alle personen, teams en projecten op deze pagina’s zijn verzonnen. Kijk rond, schrijf een team in, dien in, geef punten, publiceer. Wat u hier ook doet, er kan niets misgaan.\n\nGedurende 30 uur werken 43 teams online. Vijftig **coaches** van het terrein beantwoorden hun vragen; niemand hoeft vooraf iets van politiewerk te kennen. Als de tijd om is, gaat de laatst ingediende versie van elk team naar vier juryleden, die elk voor zich punten geven.\n\nDe winnaars proberen hun idee uit in een echte straat. Dat is de prijs: tijd, en mensen die de plek kennen.",
        "Dies ist eine **Probe**: Alle Personen, Teams und Projekte auf diesen Seiten sind erfunden. Sehen Sie sich um, melden Sie ein Team an, reichen Sie ein, bewerten Sie, veröffentlichen Sie. Nichts, was Sie hier tun, kann schiefgehen.\n\n30 Stunden lang arbeiten 43 Teams online. Fünfzig **Coaches** aus der Praxis beantworten ihre Fragen; niemand muss vorher etwas von Polizeiarbeit verstehen. Wenn die Zeit um ist, geht die zuletzt eingereichte Fassung jedes Teams an vier Jurymitglieder, die jeweils für sich bewerten.\n\nDie Gewinner erproben ihre Idee in einer echten Straße. Das ist der Preis: Zeit, und Menschen, die den Ort kennen.",
    ),
    spoken("place", "Online", "En ligne", "Online", "Online"),
)

CHALLENGES = [
    row(
        spoken("title", "To school", "Vers l’école", "Naar school", "Zur Schule"),
        spoken(
            "question",
            "How can every child reach school safely on foot or by bike?",
            "Comment chaque enfant peut-il arriver à l’école en sécurité, à pied ou à vélo ?",
            "Hoe kan elk kind veilig te voet of met de fiets naar school?",
            "Wie kommt jedes Kind zu Fuß oder mit dem Rad sicher zur Schule?",
        ),
        spoken(
            "brief",
            "Parents drive because the road feels unsafe; the road is unsafe because parents drive.\n\nWe look for ideas that break this circle: routes, signals, agreements, games, data. *An idea that a school can try next month beats one that needs a new law.*",
            "Les parents prennent la voiture parce que la route semble dangereuse ; la route est dangereuse parce que les parents prennent la voiture.\n\nNous cherchons des idées qui rompent ce cercle : itinéraires, signaux, accords, jeux, données. *Une idée qu’une école peut essayer le mois prochain vaut mieux qu’une idée qui exige une nouvelle loi.*",
            "Ouders nemen de auto omdat de weg onveilig aanvoelt; de weg is onveilig omdat ouders de auto nemen.\n\nWe zoeken ideeën die deze cirkel doorbreken: routes, signalen, afspraken, spelletjes, gegevens. *Een idee dat een school volgende maand kan uitproberen, is beter dan een idee dat een nieuwe wet vraagt.*",
            "Eltern fahren, weil sich die Straße unsicher anfühlt; die Straße ist unsicher, weil Eltern fahren.\n\nWir suchen Ideen, die diesen Kreis durchbrechen: Wege, Signale, Absprachen, Spiele, Daten. *Eine Idee, die eine Schule nächsten Monat ausprobieren kann, ist besser als eine, die ein neues Gesetz braucht.*",
        ),
        slug="to-school",
    ),
    row(
        spoken("title", "Night out", "Sortir le soir", "Uitgaan", "Ausgehen"),
        spoken(
            "question",
            "How does everyone get home safely after a night out?",
            "Comment chacun peut-il rentrer en sécurité après une soirée ?",
            "Hoe raakt iedereen veilig thuis na een avond uit?",
            "Wie kommen alle nach einem Abend sicher nach Hause?",
        ),
        spoken(
            "brief",
            "Most nights end well. Those that do not often end badly within the last kilometre.\n\nThink of bars, drivers, friends, street lights and the people on duty. Privacy is part of the question, not an obstacle to it.",
            "La plupart des soirées se terminent bien. Les autres tournent souvent mal dans le dernier kilomètre.\n\nPensez aux bars, aux chauffeurs, aux amis, à l’éclairage et aux personnes de service. La vie privée fait partie de la question, elle n’en est pas un obstacle.",
            "De meeste avonden lopen goed af. Waar het misgaat, is dat vaak in de laatste kilometer.\n\nDenk aan cafés, chauffeurs, vrienden, straatverlichting en de mensen die dienst hebben. Privacy is een deel van de vraag, geen hinderpaal.",
            "Die meisten Abende enden gut. Wo es schiefgeht, geschieht es oft auf dem letzten Kilometer.\n\nDenken Sie an Kneipen, Fahrer, Freunde, Straßenlaternen und die Menschen im Dienst. Der Schutz der Privatsphäre gehört zur Frage und ist kein Hindernis.",
        ),
        slug="night-out",
    ),
    row(
        spoken("title", "Neighbours", "Voisins", "Buren", "Nachbarn"),
        spoken(
            "question",
            "How can a neighbourhood and its police know each other better?",
            "Comment un quartier et sa police peuvent-ils mieux se connaître ?",
            "Hoe kunnen een buurt en haar politie elkaar beter leren kennen?",
            "Wie können sich ein Viertel und seine Polizei besser kennenlernen?",
        ),
        spoken(
            "brief",
            "People trust those they know by name. A community officer serves four thousand of them.\n\nHow do the two meet before something happens, also when they do not speak the same language?",
            "On fait confiance à ceux que l’on connaît par leur nom. Un inspecteur de quartier est là pour quatre mille personnes.\n\nComment se rencontrer avant qu’il ne se passe quelque chose, même sans parler la même langue ?",
            "Mensen vertrouwen wie ze bij naam kennen. Een wijkinspecteur is er voor vierduizend van hen.\n\nHoe ontmoeten ze elkaar voor er iets gebeurt, ook als ze niet dezelfde taal spreken?",
            "Menschen vertrauen denen, die sie beim Namen kennen. Ein Revierpolizist ist für viertausend von ihnen da.\n\nWie begegnet man einander, bevor etwas geschieht, auch ohne gemeinsame Sprache?",
        ),
        slug="neighbours",
    ),
    row(
        spoken("title", "Found again", "Retrouvé", "Teruggevonden", "Wiedergefunden"),
        spoken(
            "question",
            "How do lost and stolen things find their way back to their owners?",
            "Comment les objets perdus ou volés retrouvent-ils leur propriétaire ?",
            "Hoe raken verloren en gestolen spullen weer bij hun eigenaar?",
            "Wie finden verlorene und gestohlene Dinge zu ihren Besitzern zurück?",
        ),
        spoken(
            "brief",
            "Every depot is full of bicycles that nobody reports, while their owners buy a new one.\n\nWe look for what connects the two, cheaply and without a database of everything that everybody owns.",
            "Tous les dépôts sont remplis de vélos que personne ne réclame, pendant que leurs propriétaires en achètent un nouveau.\n\nNous cherchons ce qui relie les deux, à peu de frais et sans base de données de tout ce que chacun possède.",
            "Elk depot staat vol fietsen die niemand aangeeft, terwijl hun eigenaars een nieuwe kopen.\n\nWe zoeken wat de twee verbindt, goedkoop en zonder databank van alles wat iedereen bezit.",
            "Jedes Depot ist voller Fahrräder, die niemand meldet, während ihre Besitzer ein neues kaufen.\n\nWir suchen, was beide verbindet, günstig und ohne Datenbank von allem, was alle besitzen.",
        ),
        slug="found-again",
    ),
]

PRIZE = row(
    spoken("title", "Winner", "Gagnant", "Winnaar", "Gewinner"),
    spoken(
        "reward",
        "Three months of coaching to try the idea in a police zone",
        "Trois mois d’accompagnement pour tester l’idée dans une zone de police",
        "Drie maanden begeleiding om het idee in een politiezone uit te proberen",
        "Drei Monate Begleitung, um die Idee in einer Polizeizone zu erproben",
    ),
)

CRITERIA = [
    row(
        spoken(
            "title",
            "Usefulness in the field",
            "Utilité pour le terrain",
            "Nut voor het terrein",
            "Nutzen im Einsatz",
        ),
        spoken(
            "meaning",
            "Does it solve a frequent problem for people who have it?",
            "Résout-il un problème fréquent pour les personnes concernées ?",
            "Lost het een vaak voorkomend probleem op voor wie het heeft?",
            "Löst es ein häufiges Problem für die, die es haben?",
        ),
        weight=35,
    ),
    row(
        spoken("title", "Innovation", "Caractère innovant", "Vernieuwing", "Neuheit"),
        spoken(
            "meaning",
            "Is it new here, and better than what exists?",
            "Est-ce nouveau ici, et meilleur que l’existant ?",
            "Is het hier nieuw, en beter dan wat bestaat?",
            "Ist es hier neu und besser als das Bestehende?",
        ),
        weight=30,
    ),
    row(
        spoken("title", "Feasibility", "Faisabilité", "Haalbaarheid", "Machbarkeit"),
        spoken(
            "meaning",
            "Could it run within a year, lawfully and at a fair cost?",
            "Peut-il fonctionner d’ici un an, légalement et à un coût raisonnable ?",
            "Kan het binnen het jaar werken, wettelijk en tegen een redelijke kostprijs?",
            "Kann es binnen eines Jahres laufen, rechtmäßig und zu vertretbaren Kosten?",
        ),
        weight=20,
    ),
    row(
        spoken("title", "Presentation", "Présentation", "Presentatie", "Präsentation"),
        spoken(
            "meaning",
            "Is it clear what it does and for whom?",
            "Comprend-on ce que c’est et pour qui ?",
            "Is duidelijk wat het doet en voor wie?",
            "Ist klar, was es tut und für wen?",
        ),
        weight=15,
    ),
]

PARTNERS = [
    row(
        spoken(
            "name",
            "Safe Roads Foundation (fictitious)",
            "Fondation Routes sûres (fictive)",
            "Stichting Veilige Wegen (fictief)",
            "Stiftung Sichere Wege (fiktiv)",
        ),
        spoken("role", "Knowledge", "Expertise", "Kennis", "Fachwissen"),
    ),
    row(
        spoken(
            "name",
            "Citylab (fictitious)",
            "Citylab (fictif)",
            "Citylab (fictief)",
            "Citylab (fiktiv)",
        ),
        spoken("role", "Coaching", "Accompagnement", "Begeleiding", "Begleitung"),
    ),
]

FIGURES = [
    row(spoken("label", "hours", "heures", "uur", "Stunden"), value="30"),
    row(spoken("label", "challenges", "challenges", "uitdagingen", "Herausforderungen"), value="4"),
    row(spoken("label", "participants", "participants", "deelnemers", "Teilnehmende"), value="200"),
    row(spoken("label", "teams", "équipes", "teams", "Teams"), value="43"),
    row(spoken("label", "coaches", "coachs", "coaches", "Coaches"), value="50"),
]

# Worded so that they fit whoever carries them.
FUNCTIONS = [
    spoken(
        "function",
        "Police zone management",
        "Direction de zone de police",
        "Zoneleiding",
        "Leitung der Polizeizone",
    ),
    spoken("function", "Research", "Recherche", "Onderzoek", "Forschung"),
    spoken(
        "function",
        "Digital services",
        "Services numériques",
        "Digitale diensten",
        "Digitale Dienste",
    ),
    spoken("function", "Crime analysis", "Analyse criminelle", "Misdaadanalyse", "Kriminalanalyse"),
    spoken(
        "function",
        "Community policing",
        "Police de proximité",
        "Wijkwerking",
        "Bürgernahe Polizeiarbeit",
    ),
    spoken(
        "function",
        "Victim support",
        "Assistance aux victimes",
        "Slachtofferbejegening",
        "Opferbetreuung",
    ),
    spoken("function", "Mobility", "Mobilité", "Mobiliteit", "Mobilität"),
]
ORGANISATIONS = [
    spoken(
        "organisation",
        "North police zone (fictitious)",
        "Zone de police Nord (fictive)",
        "Politiezone Noord (fictief)",
        "Polizeizone Nord (fiktiv)",
    ),
    spoken(
        "organisation",
        "University of the Rivers (fictitious)",
        "Université des Rivières (fictive)",
        "Rivierenuniversiteit (fictief)",
        "Universität der Flüsse (fiktiv)",
    ),
    spoken(
        "organisation",
        "Citylab (fictitious)",
        "Citylab (fictif)",
        "Citylab (fictief)",
        "Citylab (fiktiv)",
    ),
    spoken(
        "organisation",
        "Federal laboratory (fictitious)",
        "Laboratoire fédéral (fictif)",
        "Federaal laboratorium (fictief)",
        "Föderales Labor (fiktiv)",
    ),
    spoken(
        "organisation",
        "Town of Three Bridges (fictitious)",
        "Ville de Trois-Ponts-sur-Lac (fictive)",
        "Stad Driebruggen-aan-het-Meer (fictief)",
        "Stadt Dreibrücken am See (fiktiv)",
    ),
]
MILESTONES = [
    (
        -14,
        spoken(
            "title",
            "Welcome day: ask about the challenges",
            "Journée d’accueil : posez vos questions sur les challenges",
            "Onthaaldag: stel uw vragen over de uitdagingen",
            "Begrüßungstag: Fragen zu den Herausforderungen",
        ),
    ),
    (0, spoken("title", "Hacking starts", "Début du hacking", "Start van het hacken", "Beginn")),
    (
        2,
        spoken(
            "title",
            "Winners announced, live",
            "Annonce des gagnants, en direct",
            "Bekendmaking van de winnaars, live",
            "Bekanntgabe der Gewinner, live",
        ),
    ),
]
