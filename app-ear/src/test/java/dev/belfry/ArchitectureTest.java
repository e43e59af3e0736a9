package dev.belfry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions that the code keeps. Each rule says what to do instead. */
@AnalyzeClasses(packages = "dev.belfry", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule domainKnowsNeitherWebModule = noClasses()
            .that()
            .resideInAPackage("dev.belfry.domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.belfry.realtime..", "dev.belfry.voice..", "jakarta.websocket..", "jakarta.ws.rs..")
            .because("sockets and HTTP observe the domain: fire a CDI event whose type lives in the domain");

    @ArchTest
    static final ArchRule realtimeAndVoiceMeetThroughEventsOnly = noClasses()
            .that()
            .resideInAPackage("dev.belfry.realtime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.belfry.voice..")
            .because(
                    "the web modules have class loaders of their own: fire a CDI event whose type lives in the domain");

    @ArchTest
    static final ArchRule websocketHasOneDoor = noClasses()
            .that()
            .resideOutsideOfPackages("dev.belfry.realtime.socket..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.websocket..")
            .because("the rest is tested without a container: take an Outbound");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Dto")
            .because("a class is named after what it is in the field");
}
