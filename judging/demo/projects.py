"""43 made-up projects: language, title, summary. In the order of the four challenges."""

TO_SCHOOL = [
    (
        "nl",
        "Fietstrein",
        "Kinderen fietsen samen volgens een dienstregeling. Ouders zien waar de trein rijdt en kunnen bij een halte aansluiten.",
    ),
    (
        "fr",
        "Pédibus malin",
        "Un pédibus qui s’organise tout seul : l’école indique les adresses, l’outil propose trois lignes et un parent par ligne.",
    ),
    (
        "en",
        "Zebra Watch",
        "A camera on the crossing counts near misses, never faces, and tells the town which crossing to mend first.",
    ),
    (
        "de",
        "Schulwegradar",
        "Kinder markieren gefährliche Stellen auf einer Karte; die Gemeinde sieht, wo sich die Punkte häufen.",
    ),
    (
        "nl",
        "Stille straat",
        "Een straat gaat een half uur dicht met een slagboom die de directie met een sms bedient.",
    ),
    (
        "fr",
        "Casque visible",
        "Un brassard lumineux qui clignote quand une voiture approche trop vite, fabriqué en atelier par les élèves.",
    ),
    (
        "en",
        "Walk Points",
        "Classes collect kilometres on foot and spend them on a park of their own design.",
    ),
    (
        "nl",
        "Dode hoek",
        "Een spel waarin kinderen zelf vrachtwagenchauffeur zijn en ontdekken wat die niet ziet.",
    ),
    (
        "fr",
        "Dernier virage",
        "Des panneaux qui affichent la vitesse moyenne de la semaine, dessinés par les enfants.",
    ),
    (
        "de",
        "Kiss and Go",
        "Absetzplätze fünf Minuten vor der Schule, buchbar, damit niemand vor dem Tor wendet.",
    ),
    (
        "nl",
        "Oversteekheld",
        "Oudere leerlingen krijgen een opleiding en een statuut als gemachtigd opzichter.",
    ),
    (
        "en",
        "Safe Route Planner",
        "A route planner that prefers quiet streets and lit paths, tuned by the children who use it.",
    ),
]
NIGHT_OUT = [
    (
        "fr",
        "Retour groupé",
        "Les noctambules qui vont dans le même quartier rentrent ensemble, à pied, avec un accompagnateur.",
    ),
    (
        "nl",
        "Laatste kilometer",
        "De nachtbus stopt op vraag, en de chauffeur ziet vooraf waar het donker is.",
    ),
    (
        "en",
        "Lantern",
        "Street lights that answer: knock twice on the pole and the next ten lamps go to full.",
    ),
    (
        "fr",
        "Bar ami",
        "Un label et une formation d’une heure pour les bars où l’on peut demander de l’aide sans mots.",
    ),
    (
        "de",
        "Heimwegtelefon",
        "Freiwillige begleiten am Telefon nach Hause; wer nicht mehr antwortet, wird gesucht.",
    ),
    (
        "nl",
        "Bob & Co",
        "Een spaarkaart voor wie rijdt: gratis frisdrank en een vaste parkeerplaats.",
    ),
    (
        "en",
        "Cloakroom Key",
        "Leave your car key at the cloakroom; it comes back the next morning with a coffee.",
    ),
    (
        "fr",
        "Taxi solidaire",
        "Les trajets vides des taxis deviennent des retours à prix fixe après deux heures.",
    ),
    ("nl", "Lichtpad", "Reflecterende verf op stoepen die oplicht wanneer iemand voorbijloopt."),
    (
        "de",
        "Nachtfreunde",
        "Eine Armbinde zeigt, wer an einem Abend angesprochen werden darf, wenn es unangenehm wird.",
    ),
    (
        "en",
        "Quiet Alarm",
        "Turn the phone face down three times: friends get your place, and only for an hour.",
    ),
]
NEIGHBOURS = [
    (
        "nl",
        "Koffie met de wijk",
        "De wijkinspecteur zit elke dinsdag in een andere keuken; buren nodigen uit via een briefje.",
    ),
    (
        "fr",
        "Mon inspecteur",
        "Une page par rue : qui est votre inspecteur, quelle langue il parle, quand il passe.",
    ),
    (
        "en",
        "Front Door",
        "A translated first talk: the officer's phone speaks thirty languages, offline, at the door.",
    ),
    (
        "fr",
        "Banc public",
        "Un banc qui note les questions posées au quartier, et un panneau qui montre les réponses.",
    ),
    ("de", "Viertelstunde", "Fünfzehn Minuten Sprechstunde per Video, jeden Abend, ohne Termin."),
    (
        "nl",
        "Buurtgeheugen",
        "Wat de buurt samen oploste, blijft bewaard en helpt de volgende straat.",
    ),
    ("en", "Open Patrol", "Walk along: neighbours join a patrol for an hour and choose the route."),
    (
        "fr",
        "Bonjour voisin",
        "À l’emménagement, une visite commune de la police et d’un voisin, avec un petit guide.",
    ),
    ("nl", "Wijkradio", "Een kwartier radio per week, gemaakt door jongeren en politie samen."),
    ("de", "Ohne Sirene", "Einsatzwagen besuchen Schulhöfe, wenn nichts passiert ist."),
    ("fr", "La fresque", "Une fresque peinte ensemble sur le commissariat, une case par immeuble."),
    (
        "en",
        "Second Language",
        "Officers learn forty sentences of the street's languages from those who speak them.",
    ),
    (
        "nl",
        "Vraag het aan Fatma",
        "Een vertrouwenspersoon per wijk beantwoordt vragen waarvoor niemand durft te bellen.",
    ),
]
FOUND_AGAIN = [
    (
        "nl",
        "Fietsvinder",
        "Foto van een gevonden fiets erin, lijst van mogelijke eigenaars eruit, zonder register.",
    ),
    (
        "fr",
        "Retour à la selle",
        "Les vélos retrouvés attendent dans des gares, visibles sur une carte pendant trente jours.",
    ),
    (
        "en",
        "Depot Live",
        "The depot's shelves as a web page: search what you lost by colour, day and place.",
    ),
    (
        "de",
        "Zweiter Schlüssel",
        "Wer seinen zweiten Schlüssel zeigt, bekommt das Rad sofort zurück.",
    ),
    (
        "nl",
        "Merkdag",
        "Een dag waarop iedereen spullen laat merken, met koffie en een verzekeringsbon.",
    ),
    (
        "fr",
        "Trouvé par un ami",
        "Les objets perdus dans le bus se signalent d’un message, avant la fin du trajet.",
    ),
    (
        "en",
        "Serial Friends",
        "Second-hand shops check serial numbers in one step, and get a badge that buyers trust.",
    ),
]

SHELVES = [TO_SCHOOL, NIGHT_OUT, NEIGHBOURS, FOUND_AGAIN]
