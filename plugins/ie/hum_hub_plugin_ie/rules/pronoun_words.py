"""The closed lists of pronouns."""

ENGLISH = (
    *("he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "theirs", "I", "me", "my"),
    *("you", "your", "yours", "we", "us", "our", "ours", "who", "whom", "whose", "which", "that", "this", "these"),
    *("those", "myself", "yourself", "himself", "herself", "itself", "ourselves", "yourselves", "themselves"),
)
CHINESE = (
    *("我", "你", "您", "他", "她", "它", "我们", "你们", "他们", "她们", "它们", "咱们", "自己", "其", "此"),
    *("这", "那", "这个", "那个", "这些", "那些", "谁"),
)

DOUBTFUL = frozenset(
    {
        *("mine", "one", "oneself", "what", "whoever", "whatever", "each", "both", "all", "some", "none", "any"),
        *("another", "other", "others", "former", "latter", "the former", "the latter", "everyone", "everybody"),
        *("someone", "somebody", "anyone", "nobody", "each other", "one another", "he", "us", "it", "who"),
        *(
            "本人",
            "大家",
            "双方",
            "此人",
            "该",
            "各自",
            "彼此",
            "咱",
            "俺",
            "之",
            "自身",
            "其中",
            "前者",
            "后者",
            "有人",
            "某",
        ),
        *("两者", "二者", "这里", "那里", "这儿", "那儿", "人家", "别人", "对方", "他人"),
    }
)
"""Words of which readers may not agree whether they are pronouns, and such as are written like acronyms."""
