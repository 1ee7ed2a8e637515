"""The closed lists of titles, and of labels that stand for persons."""

PERSONS = frozenset(
    {
        *("person", "persons", "people", "per", "person name", "researcher", "scientist", "politician", "writer"),
        *(
            "author",
            "musicalartist",
            "musical artist",
            "人物",
            "人名",
            "人员",
            "研究者",
            "科学家",
            "政治人物",
            "政治家",
        ),
        *("作家", "作者", "音乐人", "音乐家"),
    }
)

ENGLISH = (
    *("Mr", "Mrs", "Ms", "Dr", "Prof", "Professor", "President", "Senator", "General", "Captain"),
    *("Lord", "Lady", "Sir", "King", "Queen"),
)
CHINESE = ("先生", "女士", "小姐", "博士", "教授", "医生", "老师", "校长", "主席", "总统", "总理", "经理")

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
) | {"欧阳", "司马", "上官", "诸葛", "司徒", "夏侯", "皇甫", "尉迟"}
